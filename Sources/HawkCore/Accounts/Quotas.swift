/// The maximums of one organization. A lower limit removes nothing that exists.
package struct Quotas: Sendable, Equatable {
    /// A resource that is counted.
    package enum Resource: String, Sendable, CaseIterable {
        case monitors
        case channels
        case statusPages = "status_pages"
        case tokens
        /// Open invitations only.
        case invitations
        case members
        /// Incidents opened by hand within 24 hours.
        case incidentsPerDay = "incidents_per_day"
        /// Responses stored for requests with an `Idempotency-Key`, within 24 hours.
        case idempotencyKeys = "idempotency_keys"
    }

    private var counts: [Resource: Int]
    /// The shortest interval of a monitor.
    package var minInterval: Duration
    /// The longest timeout of one attempt.
    package var maxTimeout: Duration
    /// Recipients of one e-mail channel.
    package var mailRecipients: Int
    /// API requests per minute. Each process counts on its own.
    package var requestsPerMinute: Int

    package subscript(_ resource: Resource) -> Int {
        get { self.counts[resource, default: 0] }
        set { self.counts[resource] = newValue }
    }

    /// For people who run their own installation. These limits protect against mistakes.
    package static let selfHosted = Quotas(
        counts: [
            .monitors: 10_000, .channels: 500, .statusPages: 200, .tokens: 500, .invitations: 200, .members: 500,
            .incidentsPerDay: 1_000, .idempotencyKeys: 100_000,
        ],
        minInterval: .seconds(1), maxTimeout: .seconds(600), mailRecipients: 20, requestsPerMinute: 6_000)

    /// For installations where anyone may sign up.
    package static let openSignUp = Quotas(
        counts: [
            .monitors: 50, .channels: 10, .statusPages: 3, .tokens: 10, .invitations: 10, .members: 10,
            .incidentsPerDay: 20, .idempotencyKeys: 2_000,
        ],
        minInterval: .seconds(30), maxTimeout: .seconds(30), mailRecipients: 3, requestsPerMinute: 300)
}

extension Quotas.Resource {
    /// Returns the error text for one more resource. It names the limit.
    package func refusal(limit: Int) -> String { "an organization may have at most \(limit) \(self.words) on this server" }

    private var words: String {
        switch self {
        case .monitors: "monitors"
        case .channels: "channels"
        case .statusPages: "status pages"
        case .tokens: "tokens"
        case .invitations: "open invitations"
        case .members: "members"
        case .incidentsPerDay: "manual incidents within 24 hours"
        case .idempotencyKeys: "requests with an Idempotency-Key within 24 hours"
        }
    }
}
