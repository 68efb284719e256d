/// An active monitor whose state is not known at present.
package struct UncheckedMonitor: Sendable, Equatable {
    package let id: ID<Monitor>
    package let gap: MonitoringGap
    package let name: String
    /// When the unmeasured time began.
    package let since: Instant

    /// - Parameters:
    ///   - channels: as in `MonitoringGap`.
    ///   - dueAt: when the next ping of a heartbeat monitor is due.
    ///   - lastSlot: the newest slot of any location, or nil before the first.
    ///   - failingSince: the first slot of the inconclusive checks up to now, or nil if the last check was conclusive.
    /// - Returns: nil if the state has not been unknown for at least `threshold`.
    package init?(
        _ id: ID<Monitor>, named name: String, of organization: ID<Organization>, channels: String, schedule: MonitorSchedule,
        effectiveAt: Instant, dueAt: Instant?, lastSlot: Instant?, failingSince: Instant?, at now: Instant,
        for threshold: Duration
    ) {
        let isSilent = schedule.isSilent(lastSlot: lastSlot, effectiveAt: effectiveAt, dueAt: dueAt, now: now)
        guard isSilent || failingSince != nil else { return nil }
        let silentSince = schedule.overdueSince(lastSlot: lastSlot, effectiveAt: effectiveAt, dueAt: dueAt)
        self.id = id
        self.gap = MonitoringGap(organization: organization, cause: isSilent ? .silence : .fault, channels: channels)
        self.name = name
        self.since = failingSince.map { isSilent ? min($0, silentSince) : $0 } ?? silentSince
        guard now - self.since >= threshold else { return nil }
    }
}

/// A lasting failure to check some monitors of an organization. It causes one alert to the channels of these monitors.
package struct MonitoringGap: Sendable, Hashable {
    package enum Cause: String, Sendable {
        /// No results arrive: there is no scheduler, no runner at their location, or the database accepts none.
        case silence
        /// Results arrive, but are inconclusive because of a runner fault.
        case fault
    }

    package let organization: ID<Organization>
    package let cause: Cause
    /// The channels of the monitors, as in their column. Empty for the organization's default ones.
    package let channels: String

    package init(organization: ID<Organization>, cause: Cause, channels: String) {
        self.organization = organization
        self.cause = cause
        self.channels = channels
    }
}
