package import HawkCore
package import NIOCore

/// One question what time it is, put to another clock.
package struct ClockSample: Sendable {
    let asked: NIODeadline
    let told: Instant
    let answered: NIODeadline

    package init(asked: NIODeadline, told: Instant, answered: NIODeadline) {
        self.asked = asked
        self.told = told
        self.answered = answered
    }

    /// How long the answer took.
    var roundTrip: Duration { .nanoseconds((self.answered - self.asked).nanoseconds) }

    /// When the answer was given, as far as anyone can tell here: half-way (RFC 5905, section 8).
    var midpoint: NIODeadline { self.asked + .nanoseconds((self.answered - self.asked).nanoseconds / 2) }
}
