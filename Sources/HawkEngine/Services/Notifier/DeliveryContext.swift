import HawkCore
import HawkStore

/// Everything that is needed to send one delivery, read when it is sent.
struct DeliveryContext: Sendable {
    enum Reading: Sendable {
        case ready(DeliveryContext)
        /// The delivery is obsolete for this reason.
        case useless(String)
        /// The channel was disabled after the claim.
        case switchedOff
    }

    let channel: Channel
    let message: AlertMessage
    /// The channel's recipients that must first get an earlier alert.
    let waiting: Set<String>

    static func read(_ delivery: Delivery, publicURL: String, in db: any Connection) throws -> Reading {
        guard let channel = try ChannelRepository().find(delivery.channel, of: delivery.organization, in: db) else {
            return .useless("the channel was deleted")
        }
        guard channel.enabled else { return .switchedOff }
        guard let event = try AlertEventRepository().find(delivery.event, in: db),
            let organization = try OrganizationRepository().find(delivery.organization, in: db)
        else { return .useless("its alert event or organization no longer exists") }
        let found = try event.monitor.flatMap { try MonitorRepository().findWithDeleted($0, in: db) }
        let incident = try event.incident.flatMap { try IncidentRepository().find($0, of: event.organization, in: db) }
        let isDeleted = found?.isDeleted == true
        guard !isDeleted || event.kind.isEnd || incident?.cause == .manual else {
            return .useless(DeliveryRepository.monitorDeleted)
        }
        let end = try incident.flatMap { try Self.end($0, event, isDeleted: isDeleted, in: db) }
        var message = AlertMessage(
            deliveryKey: delivery.key, kind: event.kind, occurredAt: event.occurredAt,
            url: incident.map { "\(publicURL)/incidents/\($0.id)" }
                ?? "\(publicURL)/monitors/\(event.monitor?.description ?? "")",
            organization: .init(id: organization.id, name: organization.name),
            monitor: found.map { AlertMessage.MonitorPart($0.monitor, status: event.status) },
            incident: incident.map { AlertMessage.IncidentPart($0, event, end: end) }, message: event.message)
        message.thread = try DeliveryRepository().thread(of: delivery, since: channel.updatedAt, in: db)
        let waiting = delivery.recipient == nil ? try DeliveryRepository().waiting(for: delivery, in: db) : []
        return .ready(DeliveryContext(channel: channel, message: message, waiting: waiting))
    }

    /// Nil if the event does not report an end.
    private static func end(
        _ incident: Incident, _ event: AlertEvent, isDeleted: Bool, in db: any Connection
    ) throws -> AlertMessage.IncidentPart.End? {
        guard event.kind.isEnd else { return nil }
        let (byHand, person) = try IncidentRepository().resolution(of: incident.id, in: db)
        guard byHand else { return .recovered }
        if person != nil || incident.cause == .manual { return .byHand(name: person) }
        switch event.message {
        case IncidentClosing.pausedMessage: return .paused
        case IncidentClosing.deletedMessage: return .deleted
        case IncidentClosing.retargetedMessage: return .retargeted
        default: return .byHand(name: nil)
        }
    }

    /// - Parameter named: The channel's recipients. Nil if its type has none.
    /// - Returns: The recipients that get it now (nil for all of the channel), and those that get it after an earlier alert.
    func split(_ named: [String]?, for delivery: Delivery) -> (now: [String]?, later: [String]) {
        if let recipient = delivery.recipient { return ([recipient], []) }
        guard let named, !self.waiting.isEmpty else { return (nil, []) }
        return (named.filter { !self.waiting.contains($0) }, named.filter(self.waiting.contains))
    }
}

extension AlertMessage.MonitorPart {
    fileprivate init(_ monitor: Monitor, status: MonitorStatus) {
        self.init(
            id: monitor.id, name: monitor.configuration.name, type: monitor.configuration.type,
            target: monitor.configuration.target, status: status)
    }
}

extension AlertMessage.IncidentPart {
    /// Describes the state at the event: an alert of an outage's start does not mention its end, even if it is sent later.
    fileprivate init(_ incident: Incident, _ event: AlertEvent, end: End?) {
        let message = incident.cause == .certificate || end != nil && end != .recovered ? incident.message : event.message
        self.init(
            id: incident.id, title: incident.title, cause: incident.cause, startedAt: incident.startedAt,
            confirmedAt: incident.confirmedAt, resolvedAt: event.kind.isEnd ? incident.resolvedAt : nil, end: end,
            reason: event.reason, message: message)
    }
}
