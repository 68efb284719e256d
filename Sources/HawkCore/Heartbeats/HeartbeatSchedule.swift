/// When a heartbeat's next ping is due, and when it is missed.
package struct HeartbeatSchedule: Sendable {
    /// What came in the last moment of the grace may still be waiting for its commit.
    package static let settling = Duration.seconds(4)
    /// After an outage of ours a job gets its interval, but not more than this, to call again: its ping may have come meanwhile.
    private static let longestReturn = Duration.minutes(5)
    /// How far the clock of a job's machine may be ahead: half of the least time between two runs.
    private static let earliness = Duration.seconds(30)

    /// The most time between two pings, as far as the job is on time.
    package let interval: Duration
    package let grace: Duration
    /// nil: each interval.
    package let cron: CronSchedule?

    package init(interval: Duration, grace: Duration, cron: CronSchedule? = nil) {
        self.interval = interval
        self.grace = grace
        self.cron = cron
    }

    package func due(after instant: Instant) -> Instant { self.cron?.next(after: instant) ?? instant + self.interval }

    /// When the ping after one that came is due.
    /// - Parameter awaited: when that was due itself. With a cron schedule one that came a little early counts for it.
    package func due(after ping: Instant, awaited: Instant?) -> Instant {
        guard self.cron != nil, let awaited, awaited > ping, awaited - ping <= Self.earliness else {
            return self.due(after: ping)
        }
        return self.due(after: awaited)
    }

    /// - Parameters:
    ///   - due: when the next ping is due.
    ///   - settledAt: up to when it has been judged: its last ping, or when judging began.
    ///   - listening: when a ping could have been received. What was not heard then is no fault of the job: our outages move what
    ///     was due in them to their end, and extend the grace.
    /// - Returns: when the missed ping was due; nil: there is still time.
    package func missed(_ due: Instant, since settledAt: Instant, _ listening: Listening) -> Instant? {
        guard let now = listening.end, let resumedAt = listening.resumedAt, let due = listening.resumption(from: due),
            let graceEnd = listening.end(of: self.grace, from: due)
        else { return nil }
        let returnEnd = resumedAt + min(self.interval, Self.longestReturn) + self.grace
        let deadline = resumedAt > settledAt ? max(graceEnd, returnEnd) : graceEnd
        return deadline + Self.settling <= now ? due : nil
    }
}
