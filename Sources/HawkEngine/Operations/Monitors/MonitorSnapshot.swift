package import HawkCore
import HawkStore

/// A monitor and its state at one instant.
package struct MonitorSnapshot: Sendable, Equatable {
    package let monitor: Monitor
    package let status: MonitorStatus
    /// When this status began.
    package let statusSince: Instant
    package let lastCheckedAt: Instant?
    /// Of the last check, regardless of its outcome.
    package let lastLatency: Duration?
    /// Whole days until the last seen certificates expire, negative after that. Nil if none were seen.
    package let certificateDaysLeft: Int64?
    /// The key of a heartbeat monitor. Nil for other types, and for viewers, because the key allows sending pings.
    package let pingKey: PingKey?
    /// For a heartbeat monitor: when its next ping is due, and the start of the current run if its end is awaited.
    package let nextPingDueAt: Instant?
    package let runningSince: Instant?

    init(_ monitor: Monitor, _ pulse: MonitorPulse, for principal: Principal, now: Instant) {
        self.monitor = monitor
        self.status = pulse.status(at: now)
        self.statusSince = pulse.statusSince(at: now)
        self.lastCheckedAt = pulse.lastSlot
        self.lastLatency = pulse.lastLatency
        self.certificateDaysLeft = pulse.certificateExpiry?.daysLeft(at: now)
        self.pingKey = principal.role >= .editor ? pulse.pingKey : nil
        self.nextPingDueAt = pulse.dueAt
        self.runningSince = pulse.runningSince
    }
}

extension MonitorPulse {
    package func status(at now: Instant) -> MonitorStatus {
        MonitorStatus.derived(
            verdict: self.verdict, paused: self.paused, lastSlot: self.lastSlot, lastOutcome: self.lastOutcome,
            effectiveAt: self.effectiveAt, schedule: self.schedule, dueAt: self.dueAt, now: now)
    }

    /// Returns the best known start of the status. For `unknown`, this is the last check.
    func statusSince(at now: Instant) -> Instant {
        switch self.status(at: now) {
        case .paused: self.pausedSince ?? self.effectiveAt
        case .pending: self.effectiveAt
        case .unknown: max(self.lastSlot ?? self.effectiveAt, self.effectiveAt)
        case .up, .degraded, .down, .maintenance: self.since ?? self.effectiveAt
        }
    }
}
