package import HawkCore
import HawkStore

/// A monitor and what is known of it at one instant.
package struct MonitorSnapshot: Sendable, Equatable {
    package let monitor: Monitor
    package let status: MonitorStatus
    /// Since when it has this status.
    package let statusSince: Instant
    package let lastCheckedAt: Instant?
    /// The last check's, whatever its outcome.
    package let lastLatency: Duration?
    /// Whole days until the certificates that it showed last expire, negative afterwards; nil where it has not shown any.
    package let certificateDaysLeft: Int64?
    /// Of one that reports by itself; nil where runners check it, and for those who may only look: whoever has it may report.
    package let pingKey: PingKey?
    /// Of one that reports by itself: when its next report is due, and since when a run lasts whose end is waited for.
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
            effectiveAt: self.effectiveAt, timing: self.timing, isChecked: self.pingKey == nil, dueAt: self.dueAt, now: now)
    }

    /// When that status began, as far as can be told: what is unknown has been so since the last check.
    func statusSince(at now: Instant) -> Instant {
        switch self.status(at: now) {
        case .paused: self.pausedSince ?? self.effectiveAt
        case .pending: self.effectiveAt
        case .unknown: max(self.lastSlot ?? self.effectiveAt, self.effectiveAt)
        case .up, .degraded, .down, .maintenance: self.since ?? self.effectiveAt
        }
    }
}
