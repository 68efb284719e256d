import HawkCore
import HawkStore
import Logging

/// Records a batch of results in one transaction: folds them into the location states, stores them, and turns changed verdicts
/// into incidents and alert events. After the commit, checks and changes are published and logged.
struct RecordBatch {
    /// Results of older slots are refused, because the raw history of their hour may be deleted.
    private static let oldest = Duration.hours(24)
    /// The largest difference between clocks that count as equal.
    private static let clockMargin = Duration.seconds(1)

    struct Outcome: Sendable {
        /// The batch in its order, with anomalies marked.
        var results: [CheckResult]
        var refused = 0
        /// How many were only stored, because their slots are in the future.
        var ahead = 0
        /// Results whose certificates were stored.
        var chains: [CheckResult] = []
    }

    private let results: [CheckResult]
    private let clock: Instant?
    private let states = LocationStateRepository()

    /// - Parameter clock: The time by the clock that measured the results. Nil for the database's clock.
    init(_ results: [CheckResult], clock: Instant? = nil) {
        self.results = results
        self.clock = clock
    }

    var isEmpty: Bool { self.results.isEmpty }

    /// - Throws: `StoreError.conflict` if another recorder changed one of the states; the caller then repeats the batch.
    func record(in db: any Connection) throws -> Outcome {
        let now = try db.now()
        let indices = self.results.indices.filter { self.results[$0].slot > now - Self.oldest }
        var outcome = Outcome(results: self.results, refused: self.results.count - indices.count)

        let contexts = try self.states.contexts(for: Set(indices.map { LocationKey(self.results[$0]) }).sorted(), in: db)
        var fold = Fold(contexts, at: now)
        // Results from a clock that was ahead are stored, but not folded.
        let horizon = self.horizon(at: now)
        let present = indices.filter { self.results[$0].slot <= horizon }
        outcome.ahead = indices.count - present.count
        for index in present.sorted(by: { self.results[$0].slot < self.results[$1].slot }) {
            fold.apply(&outcome.results[index], at: index)
        }

        // By index, not by key: a batch may contain the same result twice, and one of them is stored.
        let repeats = Set(try ResultRepository().insert(indices.map { outcome.results[$0] }, in: db).map { indices[$0] })
        // A span that occurred twice, because the clock was set back, stays unmeasured.
        let late = fold.late.filter { !repeats.contains($0) }.map { outcome.results[$0] }.filter { !fold.isUnmeasured($0) }
        var uncounted = Dictionary(grouping: late, by: LocationKey.init).mapValues { Set($0.map(\.slot)) }
        for result in late {
            let key = LocationKey(result)
            uncounted[key]?.remove(result.slot)
            fold.countLate(result, standingFor: try result.uncoveredSpan(before: uncounted[key] ?? [], in: db))
        }
        let evident = fold.evident.filter { !repeats.contains($0) }.map { outcome.results[$0] }
        try EvidenceRepository().insert(evident + late.filter { $0.outcome == .down }, in: db)

        outcome.chains = Array(fold.chains.values)
        try CertificateChainRepository().save(outcome.chains, in: db)

        guard try self.states.save(fold.changedStates, in: db).isEmpty else { throw StoreError.conflict }
        try RollupRepository().add(fold.closed, in: db)

        db.afterCommit(.publish(fold.events(at: now)))
        for change in fold.changes where change.verdictChanged {
            db.afterCommit(.log(.info, "Location verdict changed", change.result.logMetadata))
        }
        try Transitions(
            fold.changes + fold.disagreements, late: late, certificateResults: fold.certificateResults, before: contexts, now: now
        ).settle(in: db)
        return outcome
    }

    /// Returns the last slot that may have been measured by now. A clock slightly ahead is slewed, and its results count. If a
    /// clock is far ahead, results in the future do not count.
    private func horizon(at now: Instant) -> Instant {
        guard let clock else { return now + ClockSetback.tolerance }
        return clock > now + ClockSetback.tolerance ? now : max(clock, now) + Self.clockMargin
    }
}
