import HawkCore
import HawkEngine
import Hummingbird

/// An incident with its timeline.
struct IncidentBody: ResponseEncodable {
    private let id: ID<Incident>
    private let publicID: String
    private let title: String
    private let monitorIDs: [ID<Monitor>]
    private let status: Incident.Status
    private let severity: Incident.Severity
    private let cause: Incident.Cause
    private let startedAt: Instant
    private let confirmedAt: Instant?
    private let acknowledgedAt: Instant?
    private let acknowledgedBy: Acknowledger?
    private let resolvedAt: Instant?
    private let unmeasuredSeconds: Double?
    private let reason: Reason
    private let message: String
    private let `public`: Bool
    private let updates: [Update]

    init(_ details: IncidentDetails) {
        let incident = details.incident
        self.id = incident.id
        self.publicID = incident.publicID
        self.title = incident.title
        self.monitorIDs = incident.monitors
        self.status = incident.status
        self.severity = incident.severity
        self.cause = incident.cause
        self.startedAt = incident.startedAt
        self.confirmedAt = incident.confirmedAt
        self.acknowledgedAt = incident.acknowledgedAt
        self.acknowledgedBy = incident.acknowledgedBy.map { Acknowledger(id: $0.id, name: $0.name) }
        self.resolvedAt = incident.resolvedAt
        self.unmeasuredSeconds = details.unmeasured?.wireSeconds
        self.reason = incident.reason
        self.message = incident.message
        self.public = incident.isPublic
        self.updates = details.updates.map(Update.init)
    }

    private struct Acknowledger: Encodable {
        let id: ID<User>
        let name: String
    }

    private struct Update: Encodable {
        let status: Incident.Status
        let message: String
        let `public`: Bool
        let authorID: ID<User>?
        let createdAt: Instant

        init(_ update: IncidentUpdate) {
            self.status = update.status
            self.message = update.message
            self.public = update.isPublic
            self.authorID = update.author
            self.createdAt = update.createdAt
        }
    }
}
