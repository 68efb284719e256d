import HawkCore
import HawkStore

/// Everything that one delivery needs to be sent, read at the moment of sending.
struct DeliveryBrief: Sendable {
    let channel: Channel
    let message: AlertMessage

    /// - Returns: nil when the channel or what it is about is gone.
    init?(_ delivery: Delivery, publicURL: String, in db: any Connection) throws {
        guard let channel = try ChannelRepository().find(delivery.channel, of: delivery.organization, in: db), channel.enabled,
            let event = try AlertEventRepository().find(delivery.event, in: db),
            let organization = try OrganizationRepository().find(delivery.organization, in: db)
        else { return nil }
        let monitor = try event.monitor.flatMap { try MonitorRepository().all([$0], in: db).first }
        let incident = try event.incident.flatMap { try IncidentRepository().find($0, of: event.organization, in: db) }
        self.channel = channel
        self.message = AlertMessage(
            deliveryKey: delivery.key, kind: event.kind, occurredAt: event.occurredAt,
            url: incident.map { "\(publicURL)/incidents/\($0.id)" }
                ?? "\(publicURL)/monitors/\(event.monitor?.description ?? "")",
            organization: .init(id: organization.id, name: organization.name),
            monitor: monitor.map {
                .init(
                    id: $0.id, name: $0.configuration.name, type: $0.configuration.type, target: $0.configuration.target,
                    status: event.status)
            },
            incident: incident.map {
                // What was true at the event: the alert of an outage's start does not speak of its end, even if it is sent after it.
                .init(
                    id: $0.id, title: $0.title, cause: $0.cause, startedAt: $0.startedAt, confirmedAt: $0.confirmedAt,
                    resolvedAt: event.kind.isEnd ? $0.resolvedAt : nil, reason: event.reason,
                    message: $0.cause == .certificate ? $0.message : event.message)
            },
            message: event.message)
    }
}

extension AlertKind {
    fileprivate var isEnd: Bool { self == .incidentResolved || self == .anomalyClosed }
}
