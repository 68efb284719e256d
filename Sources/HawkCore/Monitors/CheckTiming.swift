/// How often runners check a target, and how long a check may take. Everything that measures the silence of a checked monitor uses
/// it.
package struct CheckTiming: Sendable, Equatable {
    /// How long a result may wait for its transaction, after a check that began slightly after its slot.
    private static let settling = Duration.seconds(2)

    package var interval: Duration
    /// The limit of one attempt over all its phases.
    package var timeout: Duration
    /// How many further attempts of the same check must fail too.
    package var confirmations: Int
    package var confirmationDelay: Duration

    package init(
        interval: Duration = .seconds(60), timeout: Duration = .seconds(10), confirmations: Int = 1,
        confirmationDelay: Duration = .seconds(2)
    ) {
        self.interval = interval
        self.timeout = timeout
        self.confirmations = confirmations
        self.confirmationDelay = confirmationDelay
    }

    /// The duration of a check in which every attempt times out.
    package var maxCheckDuration: Duration {
        self.timeout * (self.confirmations + 1) + self.confirmationDelay * self.confirmations
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
