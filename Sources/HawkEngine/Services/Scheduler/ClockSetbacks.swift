import HawkCore
import HawkStore
import Logging

/// Detects that the clock was set back and resets stored state to the present. Otherwise, results, incidents and alerts with
/// future times would suppress everything until then.
struct ClockSetbacks: Sendable {
    /// Living notifiers renew their claims.
    private static let claim = Duration.seconds(60)
    private static let pageSize = 500

    private let engine: Engine
    private let states = LocationStateRepository()

    init(_ engine: Engine) { self.engine = engine }

    /// Returns how far a lease's work lies in the future. Nil if it does not, or if this process's own clock is not right yet.
    func lead(of lease: Lease, in db: any Connection) throws -> Duration? {
        let now = try db.now()
        guard self.engine.clock.now <= now + ClockSetback.tolerance, lease.emittedThrough > now + ClockSetback.tolerance else {
            return nil
        }
        return lease.emittedThrough - now
    }

    /// - Parameter emittedThrough: The last slot emitted by the clock that was ahead.
    func settle(emittedThrough: Instant, in db: any Connection) throws {
        try db.liftTimeLimits()
        let now = try db.now()
        try self.restartHeartbeats(at: now, in: db)
        let ahead = try self.states.ahead(of: now, in: db)
        let monitors = Dictionary(
            uniqueKeysWithValues: try MonitorRepository().all(Array(Set(ahead.map(\.monitor))), in: db).map { ($0.id, $0) })
        let ids = monitors.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: Self.pageSize) {
            let page = Array(ids[start..<min(start + Self.pageSize, ids.count)])
            try RollupRepository().remove(from: now.floored(to: .hours(1)), of: page, in: db)
        }
        var settled: [LocationState] = []
        let repository = ClockSetbackRepository()
        let earlier = try repository.all(in: db).map(\.span)
        for state in ahead {
            guard let monitor = monitors[state.monitor] else { continue }
            settled.append(try self.settled(state, of: monitor, at: now, earlier, in: db))
        }
        guard try self.states.save(settled, in: db).isEmpty else { throw StoreError.conflict }
        try repository.release(at: now, claimedFor: Self.claim, in: db)
        let from = settled.map(\.unmeasured.lowerBound).min() ?? now
        let until = settled.map(\.unmeasured.upperBound).max() ?? emittedThrough
        try repository.insert(ClockSetback(foundAt: now, span: from..<max(from, until)), in: db)
    }

    /// Folds the current hour again from its results before now.
    /// - Parameter earlier: The unmeasured spans of earlier clock setbacks.
    private func settled(
        _ state: LocationState, of monitor: Monitor, at now: Instant, _ earlier: [Range<Instant>], in db: any Connection
    ) throws -> LocationState {
        let results = ResultRepository()
        // The state contains the last span, with more precision.
        let spans = earlier.filter { !$0.overlaps(state.unmeasured) }
        var past = state.unfolded()
        for var result in try results.run(
            of: monitor, at: state.location, from: now.floored(to: .hours(1)), to: now, in: db)
        where past.accepts(result) && !spans.contains(where: { $0.contains(result.slot) }) {
            _ = past.apply(&result, anomaly: monitor.configuration.anomaly, recoveryConfirmations: 0)
        }
        let first = try results.after(now, of: monitor.id, at: state.location, in: db)?.slot
        var settled = state
        settled.setBack(to: now, from: first ?? state.last?.slot ?? now, past: past)
        return settled
    }

    /// Restarts the schedules by the corrected clock. Locks the heartbeats before the states, as the recording of pings does.
    private func restartHeartbeats(at now: Instant, in db: any Connection) throws {
        let repository = HeartbeatRepository()
        var heartbeats = try repository.ahead(of: now, in: db)
        let monitors = Dictionary(
            uniqueKeysWithValues: try MonitorRepository().all(heartbeats.map(\.monitor), in: db).map { ($0.id, $0) })
        for index in heartbeats.indices {
            guard let monitor = monitors[heartbeats[index].monitor],
                let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration)
            else { continue }
            heartbeats[index].settle(at: now, due: schedule.due(after: now))
            if monitor.paused { heartbeats[index].rest() }
        }
        try repository.save(heartbeats, in: db)
    }
}
