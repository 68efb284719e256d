/// The state of one alert to one channel.
package enum DeliveryStatus: String, Sendable, Codable, CaseIterable {
    case pending, sent, failed, dropped
}

/// One alert to one channel, or to one of its recipients who needs a delivery of their own. One row of `deliveries`.
package struct Delivery: Sendable, Equatable {
    package let id: ID<Delivery>
    package let organization: ID<Organization>
    package let event: ID<AlertEvent>
    package let channel: ID<Channel>
    package let incident: ID<Incident>?
    package let kind: AlertKind
    /// One of the channel's recipients. Nil for all of them.
    package let recipient: String?
    /// The key by which a receiver recognizes a repeat. It is the same on every attempt.
    package let key: String
    package var status: DeliveryStatus
    /// How many times a notifier claimed it, including the present attempt.
    package var attempts: Int
    package var notBefore: Instant
    /// Whether it waits for a person or a rule, regardless of the time.
    package var held: Bool
    package var lastError: String?
    package var createdAt: Instant
    package var sentAt: Instant?

    package init(
        id: ID<Delivery>, organization: ID<Organization>, event: ID<AlertEvent>, channel: ID<Channel>, incident: ID<Incident>?,
        kind: AlertKind, recipient: String? = nil, key: String, status: DeliveryStatus = .pending, attempts: Int = 0,
        notBefore: Instant,
        held: Bool = false, lastError: String? = nil, createdAt: Instant, sentAt: Instant? = nil
    ) {
        self.id = id
        self.organization = organization
        self.event = event
        self.channel = channel
        self.incident = incident
        self.kind = kind
        self.recipient = recipient
        self.key = key
        self.status = status
        self.attempts = attempts
        self.notBefore = notBefore
        self.held = held
        self.lastError = lastError
        self.createdAt = createdAt
        self.sentAt = sentAt
    }
}
