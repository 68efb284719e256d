package import HawkCore

/// The input for an announcement.
package struct ManualIncident: Sendable, Equatable {
    package var title: String
    package var severity: Incident.Severity
    package var status: Incident.Status
    package var monitors: [ID<Monitor>]
    /// The first entry of its timeline. Nil for none.
    package var message: String?
    /// Whether public pages show the title and the first entry.
    package var isPublic: Bool

    package init(
        title: String, severity: Incident.Severity = .minor, status: Incident.Status = .investigating,
        monitors: [ID<Monitor>] = [], message: String? = nil, isPublic: Bool = true
    ) {
        self.title = title
        self.severity = severity
        self.status = status
        self.monitors = monitors
        self.message = message
        self.isPublic = isPublic
    }
}

/// The fields of an incident that a member may change.
package struct IncidentChange: Sendable, Equatable {
    package var title: String
    package var severity: Incident.Severity
    package var isPublic: Bool

    package init(title: String, severity: Incident.Severity, isPublic: Bool) {
        self.title = title
        self.severity = severity
        self.isPublic = isPublic
    }
}

/// An incident with its timeline.
package struct IncidentDetails: Sendable, Equatable {
    package let incident: Incident
    /// Oldest first.
    package let updates: [IncidentUpdate]
    /// The unmeasured part of the outage. Nil if the cause is not `check`.
    package let unmeasured: Duration?
}

extension Incident {
    /// The kind of alert that reports its end.
    var kindOfEnd: AlertKind { self.cause == .anomaly ? .anomalyClosed : .incidentResolved }
}
