/// Divides a span of time into equal buckets for a chart, and sums rollups or single results into them.
package struct TimeBuckets: Sendable, Equatable {
    package struct Bucket: Sendable, Equatable {
        package let at: Instant
        package var rollup: Rollup
    }

    package let step: Duration
    package private(set) var buckets: [Bucket]

    /// Creates buckets that begin at multiples of `step` since the epoch and cover `range`.
    /// - Precondition: `step` is a positive number of milliseconds.
    package init(_ range: Range<Instant>, step: Duration) {
        precondition(step.milliseconds > 0, "a step must be positive")
        self.step = step
        self.buckets = []
        var at = range.lowerBound.floored(to: step)
        while at < range.upperBound {
            self.buckets.append(Bucket(at: at, rollup: Rollup()))
            at = at + step
        }
    }

    /// Returns the smallest step in whole `unit`s that divides `range` into at most `points` buckets, wherever its ends lie.
    /// - Parameter least: the minimum step. There is nothing to show between two checks.
    package static func step(
        for range: Range<Instant>, points: Int, unit: Duration, atLeast least: Duration = .zero
    ) -> Duration {
        let length = (range.upperBound - range.lowerBound).milliseconds
        // Aligned to multiples of the step, a range may touch one bucket more than its length requires.
        let inner = Int64(max(points - 1, 1))
        let step = max((length + inner - 1) / inner, least.milliseconds, 1)
        let size = unit.milliseconds
        return .milliseconds((step + size - 1) / size * size)
    }

    package mutating func add(_ hour: HourlyRollup) {
        self.change(at: hour.hour) { $0.merge(hour.rollup) }
    }

    package mutating func count(_ outcome: Outcome, latency: Duration?, anomalous: Bool, at slot: Instant) {
        self.change(at: slot) { $0.count(outcome, latency: latency, anomalous: anomalous) }
    }

    /// Adds the time that a result with this outcome covers to its buckets.
    package mutating func hold(_ outcome: Outcome, from start: Instant, to end: Instant) {
        guard let first = self.buckets.first?.at, let last = self.buckets.last?.at else { return }
        var from = max(start, first)
        let end = min(end, last + self.step)
        while from < end {
            let index = Int((from - first).milliseconds / self.step.milliseconds)
            let to = min(end, self.buckets[index].at + self.step)
            self.buckets[index].rollup.hold(outcome, for: to - from)
            from = to
        }
    }

    private mutating func change(at instant: Instant, _ change: (inout Rollup) -> Void) {
        guard let first = self.buckets.first?.at, instant >= first else { return }
        let index = Int((instant - first).milliseconds / self.step.milliseconds)
        guard index < self.buckets.count else { return }
        change(&self.buckets[index].rollup)
    }
}
