import HawkCore

extension DeliveryRepository {
    /// Reads what is pending, and nothing else.
    package func backlog(in db: any Connection) throws -> AlertBacklog {
        let now = try db.now()
        let pending = try db.first(
            """
            SELECT count(*) FILTER (WHERE attempts = 0 AND not_before <= \(now)),
              min(not_before) FILTER (WHERE attempts = 0 AND not_before <= \(now)),
              count(*) FILTER (WHERE attempts > 0),
              min(created_at) FILTER (WHERE attempts > 0)
            FROM deliveries
            WHERE status = 'pending' AND NOT held
            """
        ) { (waiting: try Self.share(&$0), retrying: try Self.share(&$0)) }
        let unplanned = try db.first("SELECT count(*), min(created_at) FROM alert_events WHERE planned_at IS NULL") {
            try Self.share(&$0)
        }
        guard let pending, let unplanned else { throw StoreError.corrupt(detail: "an aggregate has no row") }
        let oldest = [pending.waiting.oldest, unplanned.oldest].compactMap { $0 }.min()
        return AlertBacklog(
            waiting: AlertBacklog.Share(count: pending.waiting.count + unplanned.count, oldest: oldest),
            retrying: pending.retrying)
    }

    private static func share(_ row: inout Row) throws -> AlertBacklog.Share {
        AlertBacklog.Share(count: try row.next(), oldest: try row.next())
    }
}
