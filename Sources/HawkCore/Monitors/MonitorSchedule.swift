/// How a monitor gets its results. The kind belongs to its type and never changes.
package enum MonitorKind: String, Sendable, Codable, CaseIterable {
    /// Runners check the target.
    case polled
    /// A job sends pings. No location checks it.
    case heartbeat
}

/// When a monitor gets its results.
package enum MonitorSchedule: Sendable, Equatable {
    case polled(CheckTiming)
    case heartbeat(PingTiming)

    package var kind: MonitorKind {
        switch self {
        case .polled: .polled
        case .heartbeat: .heartbeat
        }
    }

    /// The time between two slots, or the maximum time between two pings of a punctual job.
    package var interval: Duration {
        switch self {
        case .polled(let timing): timing.interval
        case .heartbeat(let timing): timing.interval
        }
    }

    /// How long after a slot its result may be known: at the end of the longest check, or of the grace period.
    package var maxDelay: Duration {
        switch self {
        case .polled(let timing): timing.maxCheckDuration
        case .heartbeat(let timing): timing.grace
        }
    }

    /// The timing of the checks. Nil if runners do not check the monitor.
    package var checks: CheckTiming? {
        if case .polled(let timing) = self { timing } else { nil }
    }

    /// How long a monitor may have no result before its status is unknown.
    ///
    /// A missed ping is recorded after the grace period. If no process does so, this limit shows it even for long intervals.
    package var maxSilence: Duration {
        switch self {
        case .polled(let timing): timing.maxSilence
        case .heartbeat(let timing):
            timing.interval + min(timing.interval * 2, .days(1)) + timing.grace + HeartbeatSchedule.settling * 2
        }
    }

    /// Returns since when a result or ping has been overdue, if there has been none since.
    /// - Parameters:
    ///   - lastSlot: the newest slot of any location, or nil before the first.
    ///   - effectiveAt: when the monitor was created, changed or resumed. The permitted silence begins here again.
    ///   - dueAt: when the next ping of a heartbeat monitor is due, or nil for an interval after the last.
    package func overdueSince(lastSlot: Instant?, effectiveAt: Instant, dueAt: Instant?) -> Instant {
        let dueAt = dueAt ?? max(lastSlot.map { $0 + self.interval } ?? effectiveAt, effectiveAt)
        return if case .heartbeat(let timing) = self { dueAt + timing.grace } else { dueAt }
    }

    /// Returns whether results have been missing for longer than any check or job explains. See `overdueSince`.
    package func isSilent(lastSlot: Instant?, effectiveAt: Instant, dueAt: Instant?, now: Instant) -> Bool {
        // A heartbeat monitor may wait for its first ping without limit.
        if self.kind == .heartbeat, lastSlot == nil { return false }
        let last = dueAt.map { $0 - self.interval } ?? max(lastSlot ?? effectiveAt, effectiveAt)
        return now - last > self.maxSilence
    }
}

/// How often a job sends pings.
package struct PingTiming: Sendable, Equatable {
    /// The maximum time between two pings of a punctual job.
    package var interval: Duration
    /// How much later than due a ping may arrive.
    package var grace: Duration

    package init(interval: Duration, grace: Duration) {
        self.interval = interval
        self.grace = grace
    }
}
