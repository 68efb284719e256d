package import HawkCore

extension DeliveryRepository {
    /// What could be sent now: of each channel its oldest delivery, and of those as many as asked for.
    ///
    /// The organization with the fewest in flight comes first, over all notifiers; within an organization the channel with the fewest.
    /// Equals come in random order: if the oldest came first, a long queue would hold back a short one. A channel is left out while it
    /// is switched off, has as many in flight as it may, or its receiver asked to wait. Never one whose channel has an earlier pending delivery of
    /// the same incident, to the same recipient or to all: what happened first is told first.
    ///
    /// The cost grows with the channels that have something pending, not with how much that is.
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

    /// Claims due deliveries for this notifier alone until an instant; `attempts` counts this one.
    ///
    /// An expired claim is free again: its notifier died between sending and recording, at worst, and the key tells.
    /// - Returns: those that nobody else has claimed since they were found, oldest first.
    package func claim(
        _ ids: [ID<Delivery>], until: Instant, by holder: String, in db: any Connection
    ) throws -> [Delivery] {
        let now = try db.now()
        // Chosen in a table of its own, which PostgreSQL makes once: a subquery it may run again for each row, with another answer.
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
