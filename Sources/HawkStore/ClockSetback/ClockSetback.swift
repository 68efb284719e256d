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
