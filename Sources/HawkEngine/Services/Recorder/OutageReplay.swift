import HawkCore
import HawkStore

/// The outages of a stretch of stored history, as if all results had arrived in slot order.
///
/// Results arrive late if a runner was cut off from the database, or if two runners of a location catch up at once. Then verdicts
/// rest on partial data, and the replay corrects the incidents.
struct OutageReplay {
    struct Outage: Equatable {
        /// The result that confirmed it.
        let confirmation: CheckResult
        /// The first failed attempt.
        let startedAt: Instant
        /// The first success. Nil if the outage lasts, or there was no usable result since.
        var endedAt: Instant?
        /// The end of the time that its last failure covers.
        var heldUntil: Instant
    }

    /// Oldest first.
    private(set) var outages: [Outage] = []

    /// - Parameter history: The results of all locations. If it begins with a failure, that outage is left out,
    ///   because its start is unknown.
    init(_ history: [CheckResult], of configuration: MonitorConfiguration) {
        let quorum = Quorum(configuration)
        let latency = AnomalySettings(enabled: false)
        var states: [String: LocationState] = [:]
        var verdict = Verdict.pending
        var begunBefore = false
        // A check that its runner held up for long saw the target later than the checks of the next slots did.
        for var result in history.sorted(by: { ($0.observedAt, $0.slot) < ($1.observedAt, $1.slot) }) {
            var state = states[result.location] ?? LocationState(monitor: result.monitor, location: result.location)
            guard state.accepts(result) else { continue }
            let effects = state.apply(
                &result, anomaly: latency, recoveryConfirmations: configuration.recoveryConfirmations)
            states[result.location] = state
            if result.outcome == .down, verdict == .down, !begunBefore {
                self.outages[self.outages.count - 1].heldUntil = result.holdsUntil
            }
            guard effects.verdictChanged else { continue }
            let (now, since) = quorum.evaluate(Array(states.values))
            guard now != verdict else { continue }
            if now == .down {
                begunBefore = verdict == .pending
                if !begunBefore {
                    let onset = max(quorum.onset(of: Array(states.values)), self.outages.last?.endedAt ?? .epoch)
                    self.outages.append(Outage(confirmation: result, startedAt: onset, heldUntil: result.holdsUntil))
                }
            } else if verdict == .down, !begunBefore {
                let last = self.outages.count - 1
                self.outages[last].endedAt = max(since, self.outages[last].startedAt)
            }
            verdict = now
        }
    }
}

extension CheckResult {
    /// Returns the part of a late result's time that no other stored result of its location covers. As in the fold, a pause or a
    /// new revision ends a result.
    /// - Parameter uncounted: Later slots of the location whose results are stored, but cover no time yet.
    func uncoveredSpan(before uncounted: Set<Instant>, in db: any Connection) throws -> Range<Instant> {
        let results = ResultRepository()
        let before = try results.before(self.slot, of: self.monitor, at: self.location, in: db)
        var after = try results.after(self.slot, of: self.monitor, at: self.location, in: db)
        while let next = after, uncounted.contains(next.slot) {
            after = try results.after(next.slot, of: self.monitor, at: self.location, in: db)
        }
        let pauses = try MonitorRepository().pauses(
            of: [self.monitor], from: before?.slot ?? self.slot, to: self.holdsUntil, in: db)
        func held(_ hold: Instant, from slot: Instant) -> Instant {
            min(hold, pauses.first { $0.from >= slot }?.from ?? hold)
        }
        let covered =
            before.flatMap { $0.revision == self.revision ? held($0.holdsUntil, from: $0.slot) : nil } ?? self.slot
        let start = max(self.slot, covered)
        let end = min(held(self.holdsUntil, from: self.slot), after?.slot ?? self.holdsUntil)
        return start..<max(start, end)
    }
}
