/// When a heartbeat's next ping is due, and when it is missed.
package struct HeartbeatSchedule: Sendable {
    /// What came in the last moment of the grace may still be waiting for its commit.
    package static let settling = Duration.seconds(4)
    /// After an outage of ours a job gets its interval, but not more than this, to call again: its ping may have come meanwhile.
    private static let longestReturn = Duration.minutes(5)

    package let interval: Duration
    package let grace: Duration

    package init(interval: Duration, grace: Duration) {
        self.interval = interval
        self.grace = grace
    }

    /// - Parameters:
    ///   - settledAt: up to when it has been judged: its last ping, or when judging began.
    ///   - listening: when a ping could have been received. What was not heard then is no fault of the job: our outages move what
    ///     was due in them to their end, and extend the grace.
    /// - Returns: when the missed ping was due; nil: there is still time.
    package func missed(since settledAt: Instant, _ listening: Listening) -> Instant? {
        guard let now = listening.end, let resumedAt = listening.resumedAt,
            let due = listening.resumption(from: settledAt + self.interval),
            let graceEnd = listening.end(of: self.grace, from: due)
        else { return nil }
        let returnEnd = resumedAt + min(self.interval, Self.longestReturn) + self.grace
        let deadline = resumedAt > settledAt ? max(graceEnd, returnEnd) : graceEnd
        return deadline + Self.settling <= now ? due : nil
    }
}
