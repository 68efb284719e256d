/// How long a monitor's checks may take, and how far apart its results may therefore be without a problem. Everything that
/// measures silence uses it.
package struct CheckTiming: Sendable, Equatable {
    /// How long a result may wait for its transaction, after a check that began slightly after its slot.
    private static let settling = Duration.seconds(2)

    package let interval: Duration
    /// The duration of a check in which every attempt times out.
    package let maxCheckDuration: Duration
    /// The timeout of one attempt.
    package let timeout: Duration

    package init(interval: Duration, maxCheckDuration: Duration, timeout: Duration = .zero) {
        self.interval = interval
        self.maxCheckDuration = maxCheckDuration
        self.timeout = timeout
    }

    package init(interval: Duration, timeout: Duration, confirmations: Int, confirmationDelay: Duration) {
        self.init(
            interval: interval, maxCheckDuration: timeout * (confirmations + 1) + confirmationDelay * confirmations,
            timeout: timeout)
    }

    /// The maximum by which the last slot of a checked location may lag behind the present, and so behind another location.
    ///
    /// A check in flight covers the slots that come due. After the longest check, the next one begins up to an interval later,
    /// and its result arrives only at its end. This gives an interval and two checks. In each check, one attempt may repeat
    /// because our own process disturbed it, and the same time is added for stalls. If checks are short, a slot may be lost.
    package var maxLag: Duration {
        max(
            self.interval * 2 + self.maxCheckDuration,
            self.interval + (self.maxCheckDuration + self.timeout * 2) * 2 + Self.settling)
    }

    /// How long a monitor may have no result before its status is unknown.
    package var maxSilence: Duration { self.interval + self.maxLag }
}

extension MonitorConfiguration {
    package var timing: CheckTiming {
        CheckTiming(
            interval: self.interval, timeout: self.timeout, confirmations: self.confirmations,
            confirmationDelay: self.confirmationDelay)
    }

    /// The longest time that one check can take: every attempt times out.
    package var maxCheckDuration: Duration { self.timing.maxCheckDuration }
}
