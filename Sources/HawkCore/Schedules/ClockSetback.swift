/// The record of a clock that was ahead and was set back. Results are already stored for a span that repeats.
package struct ClockSetback: Sendable, Equatable {
    /// How much two clocks may differ without meaning. Processes follow the database's clock more closely than this.
    package static let tolerance = Duration.seconds(10)

    /// The time of the correct clock.
    package let foundAt: Instant
    /// The unmeasured span: from the first future instant of a stored result to the end of the last one.
    package let span: Range<Instant>

    package init(foundAt: Instant, span: Range<Instant>) {
        self.foundAt = foundAt
        self.span = span
    }
}

extension Sequence<ClockSetback> {
    /// Returns whether the clock was ahead when a result was measured, so that it names a wrong instant. The grid of its slot was
    /// then shifted fewer times than the clock had been set back by that slot.
    package func includes(_ result: CheckResult) -> Bool {
        let count = self.count { $0.foundAt <= result.slot }
        return count > 0 && SlotGrid(monitor: result.monitor, interval: result.interval).shift(of: result.slot) < count
    }
}
