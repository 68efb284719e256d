/// Computes when the next ping of a heartbeat monitor is due and when it is missed.
package struct HeartbeatSchedule: Sendable {
    /// A ping that arrived at the end of the grace period may still wait for its commit.
    package static let settling = Duration.seconds(4)
    /// After an outage of ours, a job gets its interval to call again, but at most this long. Its ping may have been lost.
    private static let maxReturn = Duration.minutes(5)
    /// How far the clock of a job's machine may be ahead: half of the minimum time between two runs.
    private static let earliness = Duration.seconds(30)

    /// The maximum time between two pings of a punctual job.
    package let interval: Duration
    package let grace: Duration
    /// Nil if a ping is due each interval.
    package let cron: CronSchedule?

    package init(interval: Duration, grace: Duration, cron: CronSchedule? = nil) {
        self.interval = interval
        self.grace = grace
        self.cron = cron
    }

    package func due(after instant: Instant) -> Instant { self.cron?.next(after: instant) ?? instant + self.interval }

    /// Returns when the ping after a received one is due.
    /// - Parameter awaited: when the received ping was due. With a cron schedule, a slightly early ping counts for it.
    package func due(after ping: Instant, awaited: Instant?) -> Instant {
        guard self.cron != nil, let awaited, awaited > ping, awaited - ping <= Self.earliness else {
            return self.due(after: ping)
        }
        return self.due(after: awaited)
    }

    /// - Parameters:
    ///   - due: when the next ping is due.
    ///   - settledAt: up to when the monitor is evaluated: its last ping, or the start of evaluation.
    ///   - listening: when a ping could have been received. The job is not to blame for our outages: a ping due in an outage
    ///     becomes due at its end, and outages extend the grace period.
    /// - Returns: when the missed ping was due, or nil if there is still time.
    package func missed(_ due: Instant, since settledAt: Instant, _ listening: Listening) -> Instant? {
        guard let now = listening.end, let resumedAt = listening.resumedAt, let due = listening.resumption(from: due),
            let graceEnd = listening.end(of: self.grace, from: due)
        else { return nil }
        let returnEnd = resumedAt + min(self.interval, Self.maxReturn) + self.grace
        let deadline = resumedAt > settledAt ? max(graceEnd, returnEnd) : graceEnd
        return deadline + Self.settling <= now ? due : nil
    }
}
