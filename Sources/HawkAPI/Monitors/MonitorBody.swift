import HawkCore
import HawkEngine
import Hummingbird

/// A monitor as the API returns it.
struct MonitorBody: ResponseEncodable {
    private let id: ID<Monitor>
    private let name: String
    private let type: MonitorType
    private let kind: MonitorKind
    private let target: String
    private let intervalSeconds: Double
    private let timeoutSeconds: Double
    private let confirmations: Int
    private let confirmationDelaySeconds: Double
    private let recoveryConfirmations: Int
    private let locations: [String]
    private let quorum: Int
    private let settings: JSONValue
    private let anomaly: AnomalyBody
    private let tags: [String]
    private let group: String?
    private let dependsOn: [ID<Monitor>]
    private let channelIDs: [ID<Channel>]?
    private let pingURL: String?
    private let nextPingDueAt: Instant?
    private let runningSince: Instant?
    private let paused: Bool
    private let status: MonitorStatus
    private let statusSince: Instant
    private let lastCheckedAt: Instant?
    private let lastLatency: Double?
    private let certificateDaysLeft: Int64?
    private let createdAt: Instant
    private let updatedAt: Instant

    private enum CodingKeys: String, CodingKey {
        case id, name, type, kind, target
        case intervalSeconds = "interval_seconds"
        case timeoutSeconds = "timeout_seconds"
        case confirmations
        case confirmationDelaySeconds = "confirmation_delay_seconds"
        case recoveryConfirmations = "recovery_confirmations"
        case locations, quorum, settings, anomaly, tags, group
        case dependsOn = "depends_on"
        case channelIDs = "channel_ids"
        case pingURL = "ping_url"
        case nextPingDueAt = "next_ping_due_at"
        case runningSince = "running_since"
        case paused, status
        case statusSince = "status_since"
        case lastCheckedAt = "last_checked_at"
        case lastLatency = "last_latency_ms"
        case certificateDaysLeft = "certificate_days_left"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// - Parameter publicURL: the start of its ping URL.
    init(_ snapshot: MonitorSnapshot, at publicURL: String) {
        let configuration = snapshot.monitor.configuration
        let timing = configuration.schedule.wireTiming
        self.id = snapshot.monitor.id
        self.name = configuration.name
        self.type = configuration.type
        self.kind = configuration.schedule.kind
        self.target = configuration.target
        self.intervalSeconds = timing.interval.wireSeconds
        self.timeoutSeconds = timing.timeout.wireSeconds
        self.confirmations = timing.confirmations
        self.confirmationDelaySeconds = timing.confirmationDelay.wireSeconds
        self.recoveryConfirmations = configuration.recoveryConfirmations
        self.locations = configuration.locations
        self.quorum = configuration.quorum
        self.settings = configuration.settings
        self.anomaly = AnomalyBody(configuration.anomaly)
        self.tags = configuration.tags
        self.group = configuration.group
        self.dependsOn = configuration.dependsOn
        self.channelIDs = configuration.channels
        self.pingURL = snapshot.pingKey.map { "\(publicURL)/ping/\($0.revealed)" }
        self.nextPingDueAt = snapshot.nextPingDueAt
        self.runningSince = snapshot.runningSince
        self.paused = snapshot.monitor.paused
        self.status = snapshot.status
        self.statusSince = snapshot.statusSince
        self.lastCheckedAt = snapshot.lastCheckedAt
        self.lastLatency = snapshot.lastLatency?.wireMilliseconds
        self.certificateDaysLeft = snapshot.certificateDaysLeft
        self.createdAt = snapshot.monitor.createdAt
        self.updatedAt = snapshot.monitor.updatedAt
    }
}

extension MonitorSchedule {
    /// The members of every monitor that describe its checks. A heartbeat monitor has none; its timeout is its grace period.
    var wireTiming: CheckTiming {
        self.checks
            ?? CheckTiming(interval: self.interval, timeout: self.maxDelay, confirmations: 0, confirmationDelay: .zero)
    }
}
