import HawkCore

/// The JSON body of a webhook as API.md documents it, with `null` for absent values.
struct WebhookBody {
    let json: JSONValue

    init(_ message: AlertMessage) {
        self.json = [
            "event": .string(message.kind.rawValue),
            "occurred_at": .string(message.occurredAt.description),
            "url": .string(message.url),
            "organization": ["id": .int(message.organization.id.rawValue), "name": .string(message.organization.name)],
            "monitor": message.monitor.map(Self.json) ?? .null,
            "incident": message.incident.map(Self.json) ?? .null,
            "message": .string(message.message),
        ]
    }

    /// The same alert always has the same bytes.
    var bytes: [UInt8] { self.json.sortedBytes }

    private static func json(_ monitor: AlertMessage.MonitorPart) -> JSONValue {
        [
            "id": .int(monitor.id.rawValue), "name": .string(monitor.name), "type": .string(monitor.type.rawValue),
            "target": .string(monitor.target), "status": .string(monitor.status.rawValue),
        ]
    }

    private static func json(_ incident: AlertMessage.IncidentPart) -> JSONValue {
        [
            "id": .int(incident.id.rawValue), "title": .string(incident.title), "cause": .string(incident.cause.rawValue),
            "started_at": .string(incident.startedAt.description),
            "confirmed_at": incident.confirmedAt.map { .string($0.description) } ?? .null,
            "resolved_at": incident.resolvedAt.map { .string($0.description) } ?? .null,
            "reason": .string(incident.reason.rawValue), "message": .string(incident.message),
        ]
    }
}
