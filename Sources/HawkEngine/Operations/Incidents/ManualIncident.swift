package import HawkCore

/// An incident that a person announces.
package struct ManualIncident: Sendable, Equatable {
    package var title: String
    package var severity: Incident.Severity
    package var status: Incident.Status
    package var monitors: [ID<Monitor>]
    /// The first entry of its timeline; nil: none.
    package var message: String?
    /// Whether public pages show the title and that entry.
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

/// What a person may change of an incident.
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
    /// What was not measured of the outage; nil where it is none that checks found.
    package let unmeasured: Duration?
}

extension Incident {
    /// What the alert of its end is called.
    var kindOfEnd: AlertKind { self.cause == .anomaly ? .anomalyClosed : .incidentResolved }
}
