package import HawkCore

extension DeliveryRepository {
    /// Returns the deliveries that could be sent now: the oldest one of each channel, up to the limits.
    ///
    /// The organization with the fewest deliveries in flight over all notifiers comes first, and within it the channel with the
    /// fewest. Ties are in random order: if the oldest came first, a long queue would delay a short one. A channel is excluded
    /// while it is disabled, has its maximum in flight, or its receiver requested a delay. A delivery waits for earlier pending
    /// ones of the same channel, incident and recipient, so that alerts arrive in order.
    ///
    /// The cost grows with the number of channels that have pending deliveries, not with the number of deliveries.
    package func due(within limits: DueLimits, in db: any Connection) throws -> [DueDelivery] {
        let now = try db.now()
        return try db.rows(
            """
            WITH RECURSIVE waiting (channel_id) AS (
              SELECT min(channel_id)
              FROM deliveries
              WHERE status = 'pending'
              UNION ALL
              SELECT (
                SELECT min(next.channel_id)
                FROM deliveries AS next
                WHERE next.status = 'pending' AND next.channel_id > waiting.channel_id
              )
              FROM waiting
              WHERE waiting.channel_id IS NOT NULL
            ),
            sending AS MATERIALIZED (
              SELECT claimed.organization_id, claimed.channel_id, coalesce(channel.slow_until, 0) > \(now) AS is_slow,
                count(*) AS sends
              FROM deliveries AS claimed
              JOIN channels AS channel ON channel.id = claimed.channel_id
              WHERE claimed.status = 'pending' AND claimed.claimed_until > \(now)
              GROUP BY claimed.organization_id, claimed.channel_id, channel.slow_until
            ),
            heads AS MATERIALIZED (
              SELECT channel.organization_id, channel.id AS channel_id, coalesce(channel.slow_until, 0) > \(now) AS is_slow,
                coalesce(sending.sends, 0) AS sends,
                (
                  SELECT due.id
                  FROM deliveries AS due
                  WHERE due.status = 'pending' AND due.channel_id = channel.id AND due.not_before <= \(now) AND NOT due.held
                    AND (due.claimed_until IS NULL OR due.claimed_until <= \(now))
                    AND NOT EXISTS (
                      SELECT 1
                      FROM deliveries AS earlier
                      WHERE earlier.status = 'pending' AND earlier.channel_id = due.channel_id
                        AND earlier.incident_id = due.incident_id AND earlier.recipient = due.recipient
                        AND earlier.event_id < due.event_id
                    )
                  ORDER BY due.not_before, due.id
                  LIMIT 1
                ) AS id
              FROM waiting
              JOIN channels AS channel ON channel.id = waiting.channel_id
              LEFT JOIN sending ON sending.channel_id = channel.id
              WHERE channel.enabled AND coalesce(channel.waits_until, 0) <= \(now)
            ),
            turns AS (
              SELECT id, organization_id, channel_id, is_slow,
                row_number() OVER (
                  PARTITION BY organization_id, is_slow
                  ORDER BY sends, random()
                ) + coalesce(
                  (
                    SELECT sum(sending.sends)
                    FROM sending
                    WHERE sending.organization_id = heads.organization_id AND sending.is_slow = heads.is_slow
                  ), 0
                ) AS turn
              FROM heads
              WHERE id IS NOT NULL
                AND (
                  (is_slow AND sends < \(limits.perSlowChannel)) OR (NOT is_slow AND sends < \(limits.perQuickChannel))
                )
            ),
            places AS (
              SELECT id, organization_id, channel_id, is_slow,
                row_number() OVER (PARTITION BY is_slow ORDER BY turn, random()) AS place
              FROM turns
            )
            SELECT id, organization_id, channel_id, is_slow
            FROM places
            WHERE (is_slow AND place <= \(limits.slow)) OR (NOT is_slow AND place <= \(limits.quick))
            ORDER BY is_slow, place
            """
        ) { row in
            DueDelivery(
                id: try row.next(), organization: try row.next(), channel: try row.next(), isSlow: try row.next())
        }
    }

    /// Claims due deliveries for this notifier until an instant. `attempts` includes this attempt.
    ///
    /// An expired claim is free again. At worst, its notifier died between sending and recording, and the key reveals the repeat.
    /// - Returns: the deliveries that no other notifier has claimed meanwhile, oldest first.
    package func claim(
        _ ids: [ID<Delivery>], until: Instant, by holder: String, in db: any Connection
    ) throws -> [Delivery] {
        let now = try db.now()
        // A separate table, which PostgreSQL evaluates once. It may evaluate a subquery again for each row, with another result.
        let claimed = try db.rows(
            """
            WITH chosen AS (
              SELECT id
              FROM deliveries
              WHERE id \(in: ids) AND status = 'pending' AND not_before <= \(now) AND NOT held
                AND (claimed_until IS NULL OR claimed_until <= \(now))
              \(.forUpdateSkippingLocked)
            )
            UPDATE deliveries
            SET claimed_until = \(until), claimed_by = \(holder), attempts = attempts + 1
            WHERE status = 'pending' AND (claimed_until IS NULL OR claimed_until <= \(now)) AND id IN (SELECT id FROM chosen)
            RETURNING \(Delivery.columns)
            """, Delivery.init(from:))
        return claimed.sorted { $0.id < $1.id }
    }
}
