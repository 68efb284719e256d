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
                CheckBody(
                    monitorID: monitor, at: at, outcome: outcome, latencyMs: latency?.wireMilliseconds, location: location))
        case .status(let monitor, let verdict, let since):
            self.kind = .status
            self.content = .status(StatusBody(monitorID: monitor, at: at, status: verdict.word, statusSince: since))
        case .incident(let incident, let status, let monitors):
            self.kind = .incident
            self.content = .incident(IncidentBody(incidentID: incident, at: at, status: status, monitorIDs: monitors))
        case .delivery(let delivery, let channel, let status):
            self.kind = .delivery
            self.content = .delivery(DeliveryBody(deliveryID: delivery, at: at, channelID: channel, status: status))
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
        let monitorID: ID<Monitor>
        let at: Instant
        let outcome: Outcome
        let latencyMs: Double?
        let location: String
    }

    private struct StatusBody: Encodable {
        let monitorID: ID<Monitor>
        let at: Instant
        let status: MonitorStatus
        let statusSince: Instant
    }

    private struct IncidentBody: Encodable {
        let incidentID: ID<Incident>
        let at: Instant
        let status: Incident.Status
        let monitorIDs: [ID<Monitor>]
    }

    private struct DeliveryBody: Encodable {
        let deliveryID: ID<Delivery>
        let at: Instant
        let channelID: ID<Channel>
        let status: DeliveryStatus
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
