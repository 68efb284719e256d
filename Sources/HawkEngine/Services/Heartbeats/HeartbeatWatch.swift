import HawkCore
import HawkStore

/// Detects missed pings of heartbeat monitors. Runs on the leading scheduler.
struct HeartbeatWatch: Sendable {
    private static let interval = Duration.seconds(1)
    private static let maxBatch = 500
    /// Pings are not considered missed if no API process has been seen for this long.
    private static let silence = Duration.seconds(10)
    /// Results older than a day are not accepted.
    private static let oldest = Duration.hours(23)

    private let engine: Engine

    init(_ engine: Engine) { self.engine = engine }

    /// Checks every second until cancelled.
    func run() async {
        for await _ in PeriodicLoop(every: Self.interval) {
            await self.engine.troubles.track(.watchingHeartbeats) { try await self.look() }
        }
    }

    func look() async throws {
        let overdue = try await self.engine.database.read { db in
            let now = try db.now()
            // Without a listening API process, every ping would be overdue although none was missed.
            guard let lastSeen = try IntakeRepository().listening(until: now, in: db).end, lastSeen > now - Self.silence else {
                return [ID<Monitor>]()
            }
            return try HeartbeatRepository().overdue(at: now, in: db)
        }
        for start in stride(from: 0, to: overdue.count, by: Self.maxBatch) {
            let monitors = Array(overdue[start..<min(start + Self.maxBatch, overdue.count)])
            try await self.engine.record(in: self.engine.database) { db in try self.evaluate(monitors, in: db) }
        }
    }

    /// Locked heartbeats have no pings in flight: every committed ping is visible here, however late this runs.
    private func evaluate(_ candidates: [ID<Monitor>], in db: any Connection) throws {
        let now = try db.now()
        let repository = HeartbeatRepository()
        let heartbeats = try repository.lock(candidates, in: db)
        let listening = try IntakeRepository().listening(until: now, in: db)
        let monitors = Dictionary(uniqueKeysWithValues: try MonitorRepository().all(candidates, in: db).map { ($0.id, $0) })
        var results: [CheckResult] = []
        var settled: [Heartbeat] = []
        for var heartbeat in heartbeats {
            guard let monitor = monitors[heartbeat.monitor], !monitor.paused,
                let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration)
            else { continue }
            guard let missed = heartbeat.missed(by: schedule, effectiveAt: monitor.effectiveAt, listening) else { continue }
            // The slot lies after the last gap in listening, so that our own outage stays unmeasured, and after all known
            // results.
            let known = heartbeat.settledAt.map { $0 + .milliseconds(1) } ?? missed
            let slot = max(missed, known, listening.resumedAt ?? missed, now - Self.oldest)
            // The next ping is due after the slot, or after now if this runs long after the slot.
            let settledAt = max(slot, now - schedule.grace - HeartbeatSchedule.settling)
            let due = schedule.due(after: settledAt)
            results.append(CheckResult(missedBy: monitor, schedule, due: missed, slot: slot, nextDue: due, at: now))
            heartbeat.settle(at: settledAt, due: due)
            settled.append(heartbeat)
        }
        try RecordBatch(results).recordAny(in: db)
        try repository.save(settled, in: db)
    }
}
