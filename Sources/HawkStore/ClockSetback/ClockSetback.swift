package import HawkCore

/// The clock was ahead, and has been set back: results have been stored for a span that comes again.
package struct ClockSetback: Sendable, Equatable {
    /// By how much two clocks may differ without meaning anything: processes keep to the database's clock more closely than this.
    package static let tolerance = Duration.seconds(10)

    /// The time by the clock that is right.
    package let foundAt: Instant
    /// The span that is not measured: from the first to the end of the last instant that a stored result names though it was still to come.
    package let span: Range<Instant>

    package init(foundAt: Instant, span: Range<Instant>) {
        self.foundAt = foundAt
        self.span = span
    }
}

extension Sequence<ClockSetback> {
    /// Whether a result was measured by a clock that was ahead at that time, and so at another instant than it names: its slot is on a
    /// grid that was shifted less often than the clock had been set back by then.
    package func includes(_ result: CheckResult) -> Bool {
        let count = self.count { $0.foundAt <= result.slot }
        return count > 0 && SlotGrid(monitor: result.monitor, interval: result.interval).shift(of: result.slot) < count
    }
}
