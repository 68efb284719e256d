import HawkCore
import HawkStore

/// Records a batch of results in one transaction: folds them into their locations' states, stores them, and turns changed
/// verdicts into incidents and alert events.
struct RecordBatch {
    /// A result for a slot older than this is refused: its hour may be gone from the tables of raw history.
    private static let oldest = Duration.hours(24)
    /// By how much clocks differ that agree.
    private static let clockMargin = Duration.seconds(1)

    struct Outcome: Sendable {
        /// The batch in its order, marked where a latency stood out.
        var results: [CheckResult]
        var refused = 0
        /// How many were stored, and not counted, since their slots are still to come.
        var ahead = 0
        var hasAlerts = false
        var events: [LiveEvent] = []
        /// What changed, for the log.
        var changes: [Fold.VerdictChange] = []
        /// Results whose certificates were stored.
        var chains: [CheckResult] = []
    }

    private let results: [CheckResult]
    private let clock: Instant?
    private let states = LocationStateRepository()

    /// - Parameter clock: the time by the clock that the results were measured by; nil: the database's.
    init(_ results: [CheckResult], clock: Instant? = nil) {
        self.results = results
        self.clock = clock
    }

    var isEmpty: Bool { self.results.isEmpty }

    /// - Throws: `StoreError.conflict` when another recorder changed one of the states meanwhile; the batch is then repeated.
    func record(in db: any Connection) throws -> Outcome {
        let now = try db.now()
        let indices = self.results.indices.filter { self.results[$0].slot > now - Self.oldest }
        var outcome = Outcome(results: self.results, refused: self.results.count - indices.count)

        let contexts = try self.states.contexts(for: Set(indices.map { LocationKey(self.results[$0]) }).sorted(), in: db)
        var fold = Fold(contexts, at: now)
        // By a clock that was ahead: stored as they are, and no part of what is known now.
        let horizon = self.horizon(at: now)
        let present = indices.filter { self.results[$0].slot <= horizon }
        outcome.ahead = indices.count - present.count
        for index in present.sorted(by: { self.results[$0].slot < self.results[$1].slot }) {
            fold.apply(&outcome.results[index], at: index)
        }

        // By place, not by key: a batch may hold the same result twice, of which one is stored.
        let repeats = Set(try ResultRepository().insert(indices.map { outcome.results[$0] }, in: db).map { indices[$0] })
        // Of a span that came twice, since the clock was set back, nothing is said any more.
        let late = fold.late.filter { !repeats.contains($0) }.map { outcome.results[$0] }.filter { !fold.isUnmeasured($0) }
        for result in late { fold.countLate(result, standingFor: try result.uncoveredSpan(in: db)) }
        let evident = fold.evident.filter { !repeats.contains($0) }.map { outcome.results[$0] }
        try EvidenceRepository().insert(evident + late.filter { $0.outcome == .down }, in: db)

        outcome.chains = Array(fold.chains.values)
        try CertificateChainRepository().save(outcome.chains, in: db)

        guard try self.states.save(fold.changedStates, in: db).isEmpty else { throw StoreError.conflict }
        try RollupRepository().add(fold.closed, in: db)

        let transitions = try Transitions(
            fold.changes + fold.disagreements, late: late, certificateResults: fold.certificateResults, before: contexts, now: now
        ).settle(in: db)
        outcome.hasAlerts = transitions.hasAlerts
        outcome.changes = fold.changes
        outcome.events = fold.events(at: now) + transitions.events
        return outcome
    }

    /// The last slot that may have been measured by now. A clock that is a little ahead is slowed down until it is right, and its results
    /// count; of one that is far ahead those that lie in the future do not.
    private func horizon(at now: Instant) -> Instant {
        guard let clock else { return now + ClockSetback.tolerance }
        return clock > now + ClockSetback.tolerance ? now : max(clock, now) + Self.clockMargin
    }
}
