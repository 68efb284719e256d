/// What an alert reports.
package enum AlertKind: String, Sendable, Codable, CaseIterable {
    case incidentOpened = "incident.opened"
    case incidentResolved = "incident.resolved"
    case incidentUpdated = "incident.updated"
    case incidentReminder = "incident.reminder"
    case anomalyOpened = "anomaly.opened"
    case anomalyClosed = "anomaly.closed"
    case monitorBlind = "monitor.blind"
    case test

    /// Whether the alert reports the end of an incident.
    package var isEnd: Bool { self == .incidentResolved || self == .anomalyClosed }
}

/// The content of one alert. Webhooks receive it as JSON.
package struct AlertMessage: Sendable, Equatable {
    package struct OrganizationPart: Sendable, Equatable {
        package var id: ID<Organization>
        package var name: String

        package init(id: ID<Organization>, name: String) {
            self.id = id
            self.name = name
        }
    }

    package struct MonitorPart: Sendable, Equatable {
        package var id: ID<Monitor>
        package var name: String
        package var type: MonitorType
        package var target: String
        package var status: MonitorStatus

        package init(id: ID<Monitor>, name: String, type: MonitorType, target: String, status: MonitorStatus) {
            self.id = id
            self.name = name
            self.type = type
            self.target = target
            self.status = status
        }
    }

    package struct IncidentPart: Sendable, Equatable {
        /// How the incident ended.
        package enum End: Sendable, Equatable {
            /// The checks succeeded again.
            case recovered
            /// A person resolved it. Nil if the name is not known, such as that of a token's user.
            case byHand(name: String?)
            /// The monitor was paused, got another target, or was deleted.
            case paused, retargeted, deleted
        }

        package var id: ID<Incident>
        package var title: String
        package var cause: Incident.Cause
        package var startedAt: Instant
        package var confirmedAt: Instant?
        package var resolvedAt: Instant?
        /// Nil while the incident is open.
        package var end: End?
        package var reason: Reason
        package var message: String

        package init(
            id: ID<Incident>, title: String, cause: Incident.Cause = .check, startedAt: Instant, confirmedAt: Instant?,
            resolvedAt: Instant?, end: End? = nil, reason: Reason, message: String
        ) {
            self.id = id
            self.title = title
            self.cause = cause
            self.startedAt = startedAt
            self.confirmedAt = confirmedAt
            self.resolvedAt = resolvedAt
            self.end = end
            self.reason = reason
            self.message = message
        }
    }

    /// The identity of the delivery, the same on every retry: `StatusHawk-Delivery`, left part of the Message-ID, dedup key.
    package var deliveryKey: String
    package var kind: AlertKind
    package var occurredAt: Instant
    /// The page with details: the incident or the monitor below the public URL.
    package var url: String
    package var organization: OrganizationPart
    /// Nil in a test.
    package var monitor: MonitorPart?
    /// Nil in a test and for a blind monitor.
    package var incident: IncidentPart?
    /// The text of the event: why the monitor is down or cannot be checked, or what a person wrote. May be empty. For a
    /// certificate it is the short warning; the incident has the details.
    package var message: String
    /// The receiver's reference to the first message about the incident in this channel. Nil if there is none. The notifier adds
    /// it; it is not part of the encoding.
    package var thread: String?

    package init(
        deliveryKey: String, kind: AlertKind, occurredAt: Instant, url: String, organization: OrganizationPart,
        monitor: MonitorPart?, incident: IncidentPart?, message: String = ""
    ) {
        self.deliveryKey = deliveryKey
        self.kind = kind
        self.occurredAt = occurredAt
        self.url = url
        self.organization = organization
        self.monitor = monitor
        self.incident = incident
        self.message = message
    }
}
