import HawkCore
import HawkEngine
import Hummingbird

/// `/api/v1/deliveries`
struct DeliveryRoutes {
    let deliveries: DeliveryOperations

    func add(to routes: some RouterMethods<UserContext>) { routes.get("deliveries", use: self.list) }

    @Sendable private func list(_ request: Request, context: UserContext) async throws -> Page<DeliveryBody> {
        let page = try context.query.page(by: ID<Delivery>.self)
        let filter = DeliveryFilter(
            channel: try context.query.id("channel_id"), incident: try context.query.id("incident_id"),
            status: try context.query.choice("status"))
        let found = try await self.deliveries.list(
            matching: filter, before: page.after, limit: page.fetching, as: context.principal)
        return Page(found, of: page, key: \.id, item: DeliveryBody.init)
    }
}

/// The state of one delivery.
struct DeliveryBody: Encodable {
    private let id: ID<Delivery>
    private let channelID: ID<Channel>
    private let incidentID: ID<Incident>?
    private let event: AlertKind
    /// Nil if the delivery is for all recipients of the channel.
    private let recipient: String?
    private let status: DeliveryStatus
    private let attempts: Int
    private let lastError: String?
    private let createdAt: Instant
    private let sentAt: Instant?

    init(_ delivery: Delivery) {
        self.id = delivery.id
        self.channelID = delivery.channel
        self.incidentID = delivery.incident
        self.event = delivery.kind
        self.recipient = delivery.recipient
        self.status = delivery.status
        self.attempts = delivery.attempts
        self.lastError = delivery.lastError
        self.createdAt = delivery.createdAt
        self.sentAt = delivery.sentAt
    }
}
