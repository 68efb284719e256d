package import HawkCore
package import NIOCore

/// One reading of another clock.
package struct ClockSample: Sendable {
    let requested: NIODeadline
    let reading: Instant
    let answered: NIODeadline

    package init(requested: NIODeadline, reading: Instant, answered: NIODeadline) {
        self.requested = requested
        self.reading = reading
        self.answered = answered
    }

    /// The time from request to response.
    var roundTrip: Duration { .nanoseconds((self.answered - self.requested).nanoseconds) }

    /// The estimated moment of the reading: half-way (RFC 5905, section 8).
    var midpoint: NIODeadline { self.requested + .nanoseconds((self.answered - self.requested).nanoseconds / 2) }
}
