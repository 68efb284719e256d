import HawkCore
import HawkStore

/// Plans deliveries from alert events: one per channel.
struct AlertPlanner {
    private static let batch = 100

    /// - Returns: Whether there may be more events.
    func plan(in db: any Connection) throws -> Bool {
        let events = try AlertEventRepository().unplanned(limit: Self.batch, in: db)
        guard !events.isEmpty else { return false }
        let now = try db.now()
        for event in events { try self.plan(event, notBefore: now, in: db) }
        try AlertEventRepository().markPlanned(events.map(\.id), in: db)
        return events.count == Self.batch
    }

    func plan(_ event: AlertEvent, notBefore: Instant, in db: any Connection) throws {
        let monitor = try event.monitor.flatMap { try MonitorRepository().findWithDeleted($0, in: db)?.monitor }
        // The monitor's own channels, or its organization's default ones.
        let channels = try ChannelRepository().recipients(
            monitor?.configuration.channels, of: event.organization, endOf: event.kind.isEnd ? event.incident : nil, in: db)
        try DeliveryRepository().plan(event, to: channels.map(\.id), notBefore: notBefore, in: db)
    }
}
