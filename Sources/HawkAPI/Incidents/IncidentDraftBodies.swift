import HawkCore
import HawkEngine

/// An announcement: an incident that a member creates by hand.
struct ManualIncidentBody: Decodable {
    let title: String
    let severity: Incident.Severity?
    let status: Incident.Status?
    let message: String?
    let monitorIDs: [ID<Monitor>]?
    let `public`: Bool?

    var model: ManualIncident {
        ManualIncident(
            title: self.title, severity: self.severity ?? .minor, status: self.status ?? .investigating,
            monitors: self.monitorIDs ?? [], message: self.message, isPublic: self.public ?? true)
    }
}

/// The members of an incident that a PATCH may change.
struct IncidentChangeBody: Codable {
    let title: String
    let severity: Incident.Severity
    let `public`: Bool

    init(_ incident: Incident) {
        self.title = incident.title
        self.severity = incident.severity
        self.public = incident.isPublic
    }

    var model: IncidentChange { IncidentChange(title: self.title, severity: self.severity, isPublic: self.public) }
}

/// An entry of an incident's timeline.
struct IncidentUpdateBody: Decodable {
    let status: Incident.Status?
    let message: String
    let `public`: Bool?
}
