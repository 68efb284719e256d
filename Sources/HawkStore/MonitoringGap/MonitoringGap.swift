package import HawkCore

/// An active monitor of which nothing is known at the moment.
package struct UncheckedMonitor: Sendable, Equatable {
    package let id: ID<Monitor>
    package let gap: MonitoringGap
    package let name: String
    /// When the time began that nothing was measured in.
    package let since: Instant
}

/// A lasting inability to check some monitors of an organization, told once to those whom these monitors concern.
package struct MonitoringGap: Sendable, Hashable {
    package enum Cause: String, Sendable {
        /// No results come: no scheduler, no runner at their location, or a database that takes none.
        case silence
        /// Results come, and say that the runner could not tell.
        case fault
    }

    package let organization: ID<Organization>
    package let cause: Cause
    /// The channels of the monitors, as their column says it; empty for the organization's default ones.
    package let channels: String

    package init(organization: ID<Organization>, cause: Cause, channels: String) {
        self.organization = organization
        self.cause = cause
        self.channels = channels
    }
}
