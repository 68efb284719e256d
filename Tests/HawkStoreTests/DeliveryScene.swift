import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// An organization with a monitor and channels, for which deliveries can be planned.
struct DeliveryScene: Sendable {
    let organization: ID<Organization>
    let monitor: Monitor
    let channels: [ID<Channel>]

    init(channels: Int, in db: any Connection) throws {
        let organization = try StoreFixtures.organization(in: db)
        self.organization = organization
        self.monitor = try StoreFixtures.monitor(of: organization, in: db)
        self.channels = try (0..<channels).map { number in
            try ChannelRepository().insert(
                Channel(
                    id: ID(0), organization: organization, name: "channel \(number)", type: .webhook, config: [:],
                    isDefault: true, createdAt: .epoch, updatedAt: .epoch), in: db)
        }
    }

    func incident(in db: any Connection) throws -> ID<Incident> {
        try IncidentRepository().open(
            IncidentDraft(
                organization: self.organization, title: "down", monitors: [self.monitor.id], cause: .check, startedAt: .epoch),
            at: .epoch, in: db
        ).id
    }

    /// Inserts a new event. Without an incident, it creates one.
    func event(_ kind: AlertKind = .incidentOpened, of incident: ID<Incident>? = nil, in db: any Connection) throws -> AlertEvent
    {
        let id = try AlertEventRepository().insert(
            AlertEventRepository.Draft(
                organization: self.organization, incident: incident ?? self.incident(in: db), monitor: self.monitor.id,
                kind: kind, occurredAt: .epoch, status: .down), in: db)
        let event = try AlertEventRepository().find(try #require(id), in: db)
        return try #require(event)
    }

    /// Plans alerts of `count` incidents to each channel.
    func plan(_ count: Int, to channels: [ID<Channel>]? = nil, in db: any Connection) throws {
        for _ in 0..<count {
            try DeliveryRepository().plan(self.event(in: db), to: channels ?? self.channels, notBefore: db.now(), in: db)
        }
    }
}

extension DeliveryRepository {
    /// Finds and claims deliveries like a notifier, at most one of each channel.
    func claim(limit: Int, until: Instant, by holder: String, in db: any Connection) throws -> [Delivery] {
        let due = try self.due(within: DueLimits(quick: limit, slow: limit), in: db)
        return try self.claim(due.map(\.id), until: until, by: holder, in: db)
    }
}
