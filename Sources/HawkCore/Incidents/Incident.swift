/// A problem with a start, a timeline and an end. One row of `incidents`.
package struct Incident: Sendable, Equatable {
    package enum Cause: String, Sendable, Codable, CaseIterable {
        case check, certificate, anomaly, flapping, manual
    }

    package enum Status: String, Sendable, Codable, CaseIterable {
        case investigating, identified, monitoring, resolved
    }

    package enum Severity: String, Sendable, Codable, CaseIterable {
        case minor, major, critical
    }

    /// The timeline text if a person resolves an incident without a message.
    package static let resolvedByHand = "resolved manually"

    /// The member who acknowledged an incident.
    package struct Acknowledger: Sendable, Equatable {
        package let id: ID<User>
        package let name: String

        package init(id: ID<User>, name: String) {
            self.id = id
            self.name = name
        }
    }

    package let id: ID<Incident>
    package let organization: ID<Organization>
    /// Short and random. Public links carry no other identity.
    package let publicID: String
    package var title: String
    package var monitors: [ID<Monitor>]
    package var status: Status
    package var severity: Severity
    package var cause: Cause
    /// When the first failed attempt began.
    package var startedAt: Instant
    /// When the attempt that confirmed it failed.
    package var confirmedAt: Instant?
    package var acknowledgedAt: Instant?
    /// Nil if no one acknowledged it, or a program did.
    package var acknowledgedBy: Acknowledger?
    package var resolvedAt: Instant?
    package var reason: Reason
    package var message: String
    /// Whether public pages show the title of an announcement.
    package var isPublic: Bool
    package var version: Int64

    package init(
        id: ID<Incident>, organization: ID<Organization>, publicID: String, title: String, monitors: [ID<Monitor>],
        status: Status,
        severity: Severity, cause: Cause, startedAt: Instant, confirmedAt: Instant? = nil, acknowledgedAt: Instant? = nil,
        acknowledgedBy: Acknowledger? = nil,
        resolvedAt: Instant? = nil, reason: Reason = .none, message: String = "",
        isPublic: Bool = true, version: Int64 = 1
    ) {
        self.id = id
        self.organization = organization
        self.publicID = publicID
        self.title = title
        self.monitors = monitors
        self.status = status
        self.severity = severity
        self.cause = cause
        self.startedAt = startedAt
        self.confirmedAt = confirmedAt
        self.acknowledgedAt = acknowledgedAt
        self.acknowledgedBy = acknowledgedBy
        self.resolvedAt = resolvedAt
        self.reason = reason
        self.message = message
        self.isPublic = isPublic
        self.version = version
    }
}

/// One entry of an incident's timeline, written by a person or by the system.
package struct IncidentUpdate: Sendable, Equatable {
    package let id: ID<IncidentUpdate>
    package let incident: ID<Incident>
    package var status: Incident.Status
    package var message: String
    /// Whether public pages show it.
    package var isPublic: Bool
    /// Nil if the system wrote it.
    package var author: ID<User>?
    package var createdAt: Instant

    package init(
        id: ID<IncidentUpdate>, incident: ID<Incident>, status: Incident.Status, message: String, isPublic: Bool,
        author: ID<User>?,
        createdAt: Instant
    ) {
        self.id = id
        self.incident = incident
        self.status = status
        self.message = message
        self.isPublic = isPublic
        self.author = author
        self.createdAt = createdAt
    }
}
