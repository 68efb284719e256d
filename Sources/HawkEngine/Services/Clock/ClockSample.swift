package import HawkCore
package import NIOCore

/// One reading of another clock.
package struct ClockSample: Sendable {
    let asked: NIODeadline
    let told: Instant
    let answered: NIODeadline

    package init(asked: NIODeadline, told: Instant, answered: NIODeadline) {
        self.asked = asked
        self.told = told
        self.answered = answered
    }

    /// The time from request to response.
    var roundTrip: Duration { .nanoseconds((self.answered - self.asked).nanoseconds) }

    /// The estimated moment of the reading: half-way (RFC 5905, section 8).
    var midpoint: NIODeadline { self.asked + .nanoseconds((self.answered - self.asked).nanoseconds / 2) }
}
