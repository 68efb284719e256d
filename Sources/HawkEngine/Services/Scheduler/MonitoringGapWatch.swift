import HawkCore
import HawkStore
import Logging

/// Alerts when StatusHawk has not been able to check monitors for a while: once per cause, for any number of monitors. Runs on
/// the leading scheduler.
struct MonitoringGapWatch: Sendable {
    /// How long a monitor may be blind before an alert.
    static let threshold = Duration.minutes(5)
    private static let interval = Duration.minutes(1)

    private let engine: Engine

    init(_ engine: Engine) { self.engine = engine }

    /// Checks once a minute until cancelled. The first check waits, so that a time without a leader causes no alerts.
    func run() async {
        for await _ in PeriodicLoop(every: Self.interval, after: Self.threshold) {
            await self.engine.troubles.track(.monitoringGaps) { try await self.look() }
        }
    }

    func look() async throws {
        let (blind, alerted) = try await self.engine.database.read { db in
            let repository = MonitoringGapRepository()
            return (try repository.blind(at: db.now(), for: Self.threshold, in: db), try repository.begun(in: db))
        }
        let gaps = Dictionary(grouping: blind, by: \.gap)
        let ended = alerted.subtracting(gaps.keys)
        let begun = gaps.filter { !alerted.contains($0.key) }
        guard !ended.isEmpty || !begun.isEmpty else { return }
        try await self.engine.database.write { db in
            for gap in ended { try MonitoringGapRepository().end(gap, in: db) }
            for (gap, monitors) in begun { try self.recordAlert(gap, monitors, in: db) }
        }
    }

    private func recordAlert(_ gap: MonitoringGap, _ monitors: [UncheckedMonitor], in db: any Connection) throws {
        let now = try db.now()
        guard let first = monitors.first, try MonitoringGapRepository().begin(gap, at: now, in: db) else { return }
        let since = monitors.map(\.since).min() ?? now
        try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: gap.organization, incident: nil, monitor: first.id, kind: .monitorBlind,
                sequence: now.milliseconds, occurredAt: since, status: .unknown, reason: .runner,
                message: self.sentence(gap, monitors, in: db)),
            in: db)
        db.afterCommit(
            .log(
                .warning, "Monitors are not being checked",
                [
                    "organization.id": "\(gap.organization)", "monitors.count": "\(monitors.count)",
                    "spell.cause": "\(gap.cause.rawValue)",
                ]))
    }

    private func sentence(_ gap: MonitoringGap, _ monitors: [UncheckedMonitor], in db: any Connection) throws -> String {
        let why: String
        switch gap.cause {
        case .silence: why = "no check result for more than \(Self.threshold.words)"
        case .fault:
            let states = try LocationStateRepository().all(of: monitors.prefix(1).map(\.id), in: db)
            why = states.compactMap(\.last).max { $0.slot < $1.slot }?.message ?? "its runner could not determine the result"
        }
        let others = monitors.dropFirst()
        guard !others.isEmpty else { return why }
        let named = others.prefix(3).map(\.name).joined(separator: ", ")
        return "\(why) (\(others.count) more: \(named)\(others.count > 3 ? ", …" : ""))"
    }
}
