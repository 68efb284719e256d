/// The stored fact that people must be alerted, written by the part that detected it. One row of `alert_events`.
package struct AlertEvent: Sendable, Equatable {
    package let id: ID<AlertEvent>
    package let organization: ID<Organization>
    /// Nil if there is none, such as for a blind monitor.
    package var incident: ID<Incident>?
    package var monitor: ID<Monitor>?
    package var kind: AlertKind
    /// Distinguishes events of the same kind and incident (or monitor, without an incident). Each is stored once.
    package var sequence: Int64
    package var occurredAt: Instant
    /// The monitor's status at that moment.
    package var status: MonitorStatus
    package var reason: Reason
    package var message: String
    package var createdAt: Instant

    package init(
        id: ID<AlertEvent>, organization: ID<Organization>, incident: ID<Incident>?, monitor: ID<Monitor>?, kind: AlertKind,
        sequence: Int64, occurredAt: Instant, status: MonitorStatus, reason: Reason, message: String, createdAt: Instant
    ) {
        self.id = id
        self.organization = organization
        self.incident = incident
        self.monitor = monitor
        self.kind = kind
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.status = status
        self.reason = reason
        self.message = message
        self.createdAt = createdAt
    }
}
