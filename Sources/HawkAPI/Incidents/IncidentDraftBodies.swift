import HawkCore
import HawkEngine

/// An announcement: an incident that a member creates by hand.
struct ManualIncidentBody: Decodable {
    let title: String
    let severity: Incident.Severity?
    let status: Incident.Status?
    let monitors: [ID<Monitor>]?
    let message: String?
    let isPublic: Bool?

    private enum CodingKeys: String, CodingKey {
        case title, severity, status, message
        case monitors = "monitor_ids"
        case isPublic = "public"
    }

    var model: ManualIncident {
        ManualIncident(
            title: self.title, severity: self.severity ?? .minor, status: self.status ?? .investigating,
            monitors: self.monitors ?? [], message: self.message, isPublic: self.isPublic ?? true)
    }
}

/// The members of an incident that a PATCH may change.
struct IncidentChangeBody: Codable {
    let title: String
    let severity: Incident.Severity
    let isPublic: Bool

    private enum CodingKeys: String, CodingKey {
        case title, severity
        case isPublic = "public"
    }

    init(_ incident: Incident) {
        self.title = incident.title
        self.severity = incident.severity
        self.isPublic = incident.isPublic
    }

    var model: IncidentChange { IncidentChange(title: self.title, severity: self.severity, isPublic: self.isPublic) }
}

/// An entry of an incident's timeline.
struct IncidentUpdateBody: Decodable {
    let status: Incident.Status?
    let message: String
    let isPublic: Bool?

    private enum CodingKeys: String, CodingKey {
        case status, message
        case isPublic = "public"
    }
}
