import HawkCore
import HawkStore

/// Finds heartbeats whose ping did not come. Runs where the scheduler leads.
struct HeartbeatWatch: Sendable {
    private static let interval = Duration.seconds(1)
    private static let largestBatch = 500
    /// Nothing is judged where no api process has been heard of for so long.
    private static let silence = Duration.seconds(10)
    /// Results of a day ago are not taken any more.
    private static let oldest = Duration.hours(23)

    private let engine: Engine

    init(_ engine: Engine) { self.engine = engine }

    /// Looks each second until cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                try await self.look()
                self.engine.troubles.end(.watchingHeartbeats)
            } catch {
                self.engine.troubles.note(.watchingHeartbeats, error)
            }
            try? await Task.sleep(for: Self.interval)  // the loop's condition ends it when cancelled
        }
    }

    func look() async throws {
        let overdue = try await self.engine.database.read { db in
            let now = try db.now()
            // With nobody listening everyone would be overdue, and nobody have missed anything.
            guard let heard = try IntakeRepository().listening(until: now, in: db).end, heard > now - Self.silence else {
                return [ID<Monitor>]()
            }
            return try HeartbeatRepository().overdue(at: now, in: db)
        }
        for start in stride(from: 0, to: overdue.count, by: Self.largestBatch) {
            let monitors = Array(overdue[start..<min(start + Self.largestBatch, overdue.count)])
            let (_, outcome) = try await self.engine.record(in: self.engine.database) { db in
                ((), try self.judge(monitors, in: db))
            }
            await self.engine.tell(outcome)
        }
    }

    /// With the heartbeats locked no ping is on its way: each one that was committed is seen here, however late this is.
    private func judge(_ candidates: [ID<Monitor>], in db: any Connection) throws -> RecordBatch.Outcome {
        let now = try db.now()
        let repository = HeartbeatRepository()
        let heartbeats = try repository.lock(candidates, in: db)
        let listening = try IntakeRepository().listening(until: now, in: db)
        let monitors = Dictionary(uniqueKeysWithValues: try MonitorRepository().all(candidates, in: db).map { ($0.id, $0) })
        var results: [CheckResult] = []
        var judged: [Heartbeat] = []
        for var heartbeat in heartbeats {
            guard let monitor = monitors[heartbeat.monitor], !monitor.paused else { continue }
            let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration)
            guard let missed = heartbeat.missed(by: schedule, effectiveAt: monitor.effectiveAt, listening) else { continue }
            // What it stands for lies where we listened without a gap, so that our own outage stays what was not measured, and after
            // what is known already.
            let known = heartbeat.settledAt.map { $0 + .milliseconds(1) } ?? missed
            let slot = max(missed, known, listening.resumedAt ?? missed, now - Self.oldest)
            // The next is due after the slot, or after now where this comes long after it.
            let settledAt = max(slot, now - schedule.grace - HeartbeatSchedule.settling)
            let due = schedule.due(after: settledAt)
            results.append(CheckResult(missedBy: monitor, schedule, due: missed, slot: slot, nextDue: due, at: now))
            heartbeat.settle(at: settledAt, due: due)
            judged.append(heartbeat)
        }
        let outcome = try RecordBatch(results).recordAny(in: db)
        try repository.save(judged, in: db)
        return outcome
    }
}
