import HawkCore
import HawkStore
import Logging

/// Notices that the clock was set back, and brings everything that is stored back to the present: results, incidents and alerts that
/// name instants which are still to come would otherwise keep back what happens until then.
struct ClockSetbacks: Sendable {
    /// A notifier that lives renews its claims.
    private static let claim = Duration.seconds(60)
    private static let pageSize = 500

    private let engine: Engine
    private let states = LocationStateRepository()

    init(_ engine: Engine) { self.engine = engine }

    /// By how much a lease's work lies in the future; nil: it does not, or this process's own clock is not right yet.
    func lead(of lease: Lease, in db: any Connection) throws -> Duration? {
        let now = try db.now()
        guard self.engine.clock.now <= now + ClockSetback.tolerance, lease.emittedThrough > now + ClockSetback.tolerance else {
            return nil
        }
        return lease.emittedThrough - now
    }

    /// - Parameter emittedThrough: how far the clock that was ahead came.
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

    /// Folds the hour of the present anew from what was measured in it by now.
    /// - Parameter earlier: the spans that are not measured since the clock was set back before.
    private func settled(
        _ state: LocationState, of monitor: Monitor, at now: Instant, _ earlier: [Range<Instant>], in db: any Connection
    ) throws -> LocationState {
        let results = ResultRepository()
        // Of these the state knows the last one, and more exactly.
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

    /// Their next ping is due by the clock that is right, after as much time as they have. Locked before the states, as by whoever
    /// records a ping.
    private func restartHeartbeats(at now: Instant, in db: any Connection) throws {
        let repository = HeartbeatRepository()
        var heartbeats = try repository.ahead(of: now, in: db)
        let monitors = Dictionary(
            uniqueKeysWithValues: try MonitorRepository().all(heartbeats.map(\.monitor), in: db).map { ($0.id, $0) })
        for index in heartbeats.indices {
            guard let monitor = monitors[heartbeats[index].monitor] else { continue }
            let schedule = self.engine.monitorTypes.heartbeatSchedule(of: monitor.configuration)
            heartbeats[index].settle(at: now, due: schedule.due(after: now))
            if monitor.paused { heartbeats[index].rest() }
        }
        try repository.save(heartbeats, in: db)
    }
}
