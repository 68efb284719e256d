import HawkCore
import HawkEngine
import Hummingbird

/// A monitor as the API returns it: what its owner chose, and what StatusHawk adds.
struct MonitorBody: ResponseEncodable {
    private let chosen: MonitorDraftBody
    private let added: Added

    private struct Added: Encodable {
        let id: ID<Monitor>
        let kind: MonitorKind
        let pingURL: String?
        let nextPingDueAt: Instant?
        let runningSince: Instant?
        let paused: Bool
        let status: MonitorStatus
        let statusSince: Instant
        let lastCheckedAt: Instant?
        let lastLatencyMs: Double?
        let certificateDaysLeft: Int64?
        let createdAt: Instant
        let updatedAt: Instant
    }

    /// - Parameter publicURL: the start of its ping URL.
    init(_ snapshot: MonitorSnapshot, at publicURL: String) {
        let monitor = snapshot.monitor
        self.chosen = MonitorDraftBody(monitor.configuration)
        self.added = Added(
            id: monitor.id, kind: monitor.configuration.schedule.kind,
            pingURL: snapshot.pingKey.map { "\(publicURL)/ping/\($0.revealed)" }, nextPingDueAt: snapshot.nextPingDueAt,
            runningSince: snapshot.runningSince, paused: monitor.paused, status: snapshot.status,
            statusSince: snapshot.statusSince, lastCheckedAt: snapshot.lastCheckedAt,
            lastLatencyMs: snapshot.lastLatency?.wireMilliseconds, certificateDaysLeft: snapshot.certificateDaysLeft,
            createdAt: monitor.createdAt, updatedAt: monitor.updatedAt)
    }

    func encode(to encoder: any Encoder) throws {
        try self.chosen.encode(to: encoder)
        try self.added.encode(to: encoder)
    }
}

extension MonitorSchedule {
    /// The members of every monitor that describe its checks. A heartbeat monitor has none; its timeout is its grace period.
    var wireTiming: CheckTiming {
        self.checks
            ?? CheckTiming(interval: self.interval, timeout: self.maxDelay, confirmations: 0, confirmationDelay: .zero)
    }
}
