import HawkCore

/// The body of a live event.
struct EventBody: Encodable {
    enum Kind: String, CaseIterable, Sendable {
        case check, status, incident, delivery
    }

    private enum Content {
        case check(CheckBody)
        case status(StatusBody)
        case incident(IncidentBody)
        case delivery(DeliveryBody)
    }

    let kind: Kind
    private let content: Content

    /// Nil if the event is not sent in this form.
    init?(_ event: LiveEvent.Kind, at: Instant) {
        switch event {
        case .check(let monitor, let outcome, let latency, let location):
            self.kind = .check
            self.content = .check(
                CheckBody(monitor: monitor, at: at, outcome: outcome, latency: latency?.wireMilliseconds, location: location))
        case .status(let monitor, let verdict, let since):
            self.kind = .status
            self.content = .status(StatusBody(monitor: monitor, at: at, status: verdict.word, since: since))
        case .incident(let incident, let status, let monitors):
            self.kind = .incident
            self.content = .incident(IncidentBody(incident: incident, at: at, status: status, monitors: monitors))
        case .delivery(let delivery, let channel, let status):
            self.kind = .delivery
            self.content = .delivery(DeliveryBody(delivery: delivery, at: at, channel: channel, status: status))
        case .pagesEdited, .missed:
            return nil
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self.content {
        case .check(let body): try body.encode(to: encoder)
        case .status(let body): try body.encode(to: encoder)
        case .incident(let body): try body.encode(to: encoder)
        case .delivery(let body): try body.encode(to: encoder)
        }
    }

    private struct CheckBody: Encodable {
        let monitor: ID<Monitor>
        let at: Instant
        let outcome: Outcome
        let latency: Double?
        let location: String

        private enum CodingKeys: String, CodingKey {
            case monitor = "monitor_id"
            case at, outcome
            case latency = "latency_ms"
            case location
        }
    }

    private struct StatusBody: Encodable {
        let monitor: ID<Monitor>
        let at: Instant
        let status: MonitorStatus
        let since: Instant

        private enum CodingKeys: String, CodingKey {
            case monitor = "monitor_id"
            case at, status
            case since = "status_since"
        }
    }

    private struct IncidentBody: Encodable {
        let incident: ID<Incident>
        let at: Instant
        let status: Incident.Status
        let monitors: [ID<Monitor>]

        private enum CodingKeys: String, CodingKey {
            case incident = "incident_id"
            case at, status
            case monitors = "monitor_ids"
        }
    }

    private struct DeliveryBody: Encodable {
        let delivery: ID<Delivery>
        let at: Instant
        let channel: ID<Channel>
        let status: DeliveryStatus

        private enum CodingKeys: String, CodingKey {
            case delivery = "delivery_id"
            case at
            case channel = "channel_id"
            case status
        }
    }
}

extension Verdict {
    fileprivate var word: MonitorStatus {
        switch self {
        case .pending: .pending
        case .up: .up
        case .degraded: .degraded
        case .down: .down
        }
    }
}
