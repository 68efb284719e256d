/// An incident before it is opened.
package struct IncidentDraft: Sendable {
    package var organization: ID<Organization>
    package var title: String
    package var monitors: [ID<Monitor>]
    package var cause: Incident.Cause
    package var severity: Incident.Severity
    package var status: Incident.Status
    package var startedAt: Instant
    package var confirmedAt: Instant?
    package var reason: Reason
    package var message: String
    package var isPublic: Bool

    package init(
        organization: ID<Organization>, title: String, monitors: [ID<Monitor>], cause: Incident.Cause,
        severity: Incident.Severity = .major, status: Incident.Status = .investigating, startedAt: Instant,
        confirmedAt: Instant? = nil, reason: Reason = .none, message: String = "", isPublic: Bool = true
    ) {
        self.organization = organization
        self.title = title
        self.monitors = monitors
        self.cause = cause
        self.severity = severity
        self.status = status
        self.startedAt = startedAt
        self.confirmedAt = confirmedAt
        self.reason = reason
        self.message = message
        self.isPublic = isPublic
    }
}
