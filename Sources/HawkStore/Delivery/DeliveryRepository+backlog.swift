package import HawkCore

extension DeliveryRepository {
    /// Returns the backlog. Reads only pending deliveries and unplanned events.
    package func backlog(in db: any Connection) throws -> AlertBacklog {
        let now = try db.now()
        let pending = try db.first(
            """
            SELECT count(*) FILTER (WHERE is_ours AND not_before <= \(now)),
              min(not_before) FILTER (WHERE is_ours AND not_before <= \(now)),
              count(*) FILTER (WHERE NOT is_ours),
              min(created_at) FILTER (WHERE NOT is_ours)
            FROM (
              SELECT delivery.not_before, delivery.created_at,
                delivery.attempts = 0 AND coalesce(channel.waits_until, 0) <= \(now)
                  AND coalesce(channel.slow_until, 0) <= \(now) AS is_ours
              FROM deliveries AS delivery
              JOIN channels AS channel ON channel.id = delivery.channel_id
              WHERE delivery.status = 'pending' AND NOT delivery.held AND channel.enabled
            ) AS pending
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
