/// What kind of thing people are told.
package enum AlertKind: String, Sendable, Codable, CaseIterable {
    case incidentOpened = "incident.opened"
    case incidentResolved = "incident.resolved"
    case incidentUpdated = "incident.updated"
    case incidentReminder = "incident.reminder"
    case anomalyOpened = "anomaly.opened"
    case anomalyClosed = "anomaly.closed"
    case monitorBlind = "monitor.blind"
    case test

    /// Whether it tells of an incident's end.
    package var isEnd: Bool { self == .incidentResolved || self == .anomalyClosed }
}

/// Everything that a channel may say in one alert; what a webhook receives is this, as JSON.
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
        /// How it came to its end.
        package enum End: Sendable, Equatable {
            /// By what the checks saw.
            case recovered
            /// By a person; nil: whose name is not known, such as that of a token's user.
            case byHand(name: String?)
            /// With the monitor, which is paused, watches another target, or was deleted.
            case paused, retargeted, deleted
        }

        package var id: ID<Incident>
        package var title: String
        package var cause: Incident.Cause
        package var startedAt: Instant
        package var confirmedAt: Instant?
        package var resolvedAt: Instant?
        /// nil: it is open.
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

    /// The identity of the delivery, the same on every retry: `StatusHawk-Delivery`, the Message-ID's left part, the dedup key.
    package var deliveryKey: String
    package var kind: AlertKind
    package var occurredAt: Instant
    /// Where a person reads more: the incident or the monitor below the public URL.
    package var url: String
    package var organization: OrganizationPart
    /// nil in a test.
    package var monitor: MonitorPart?
    /// nil in a test and where the monitor is blind.
    package var incident: IncidentPart?
    /// What the event itself says: why it went down, why it cannot be checked, or what a person wrote; may be empty. Of a certificate it is the warning
    /// in a few words, while the incident has the details.
    package var message: String

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
