/// How long a monitor's checks may take, and how far apart its results may therefore lie while all is well. What silence is measured
/// by, everywhere.
package struct CheckTiming: Sendable, Equatable {
    /// A result may wait for so long for its transaction, after a check that began a little after its slot.
    private static let settling = Duration.seconds(2)

    package let interval: Duration
    /// Every attempt runs into its timeout.
    package let longestCheck: Duration
    /// Of one attempt.
    package let timeout: Duration

    package init(interval: Duration, longestCheck: Duration, timeout: Duration = .zero) {
        self.interval = interval
        self.longestCheck = longestCheck
        self.timeout = timeout
    }

    package init(interval: Duration, timeout: Duration, confirmations: Int, confirmationDelay: Duration) {
        self.init(
            interval: interval, longestCheck: timeout * (confirmations + 1) + confirmationDelay * confirmations,
            timeout: timeout)
    }

    /// By how much the last slot of a location that is checked may lie behind the present, and so behind that of another location.
    ///
    /// While a check is in flight it covers the slots that come due. After the longest check the next begins up to an interval later, and
    /// its result comes only when it has ended as well: an interval and two checks, in each of which an attempt is made again that our
    /// own process disturbed, and as much time again is added for its stalls. Where checks are short, a slot may be lost.
    package var longestLag: Duration {
        max(self.interval * 2 + self.longestCheck, self.interval + (self.longestCheck + self.timeout * 2) * 2 + Self.settling)
    }

    /// For how long a monitor may go without a result before nothing is known of it.
    package var maxSilence: Duration { self.interval + self.longestLag }
}

extension MonitorConfiguration {
    package var timing: CheckTiming {
        CheckTiming(
            interval: self.interval, timeout: self.timeout, confirmations: self.confirmations,
            confirmationDelay: self.confirmationDelay)
    }

    /// The longest that one check can take: every attempt runs into its timeout.
    package var longestCheck: Duration { self.timing.longestCheck }
}
