package import HawkCore

/// An active monitor whose state is not known at present.
package struct UncheckedMonitor: Sendable, Equatable {
    package let id: ID<Monitor>
    package let gap: MonitoringGap
    package let name: String
    /// When the unmeasured time began.
    package let since: Instant
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
