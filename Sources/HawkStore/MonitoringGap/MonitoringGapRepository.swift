package import HawkCore

/// `blind_spells`: the monitoring gaps that alerts were sent about.
package struct MonitoringGapRepository: Sendable {
    package init() {}

    /// Returns all active monitors that have been blind for `threshold`, by id: all locations' last checks were inconclusive, or
    /// so old that the status is `unknown`. Heartbeat monitors before their first ping are excluded.
    ///
    /// Reads the states of all monitors, so call it about once a minute, not for a page.
    package func blind(at now: Instant, for threshold: Duration, in db: any Connection) throws -> [UncheckedMonitor] {
        try db.rows(
            """
            SELECT m.id, m.organization_id, m.name, coalesce(m.channel_ids, ''), m.kind, m.interval_ms, m.timeout_ms,
              m.confirmations, m.confirmation_delay_ms, m.grace_ms, m.effective_at, h.due_at, s.slot,
              CASE WHEN s.outcome = \(Outcome.unknown) THEN (
                SELECT min(failed.slot)
                FROM results AS failed
                WHERE failed.monitor_id = m.id AND failed.slot > coalesce(
                  (
                    SELECT known.slot
                    FROM results AS known
                    WHERE known.monitor_id = m.id AND known.slot > \(now - threshold * 2) - m.interval_ms
                      AND known.outcome <> \(Outcome.unknown)
                    ORDER BY known.slot DESC
                    LIMIT 1
                  ),
                  \(now - threshold * 2) - m.interval_ms
                )
              ) END
            FROM monitors AS m
            LEFT JOIN (
              SELECT monitor_id, max(last_slot) AS slot, min(last_outcome) AS outcome
              FROM location_states
              GROUP BY monitor_id
            ) AS s ON s.monitor_id = m.id
            LEFT JOIN heartbeats AS h ON h.monitor_id = m.id
            WHERE m.deleted_at IS NULL AND NOT m.paused AND m.effective_at <= \(now - threshold)
              AND (s.outcome = \(Outcome.unknown) OR coalesce(h.due_at, coalesce(s.slot, 0) + m.interval_ms) <= \(now - threshold))
              AND (s.slot IS NOT NULL OR m.kind = \(MonitorKind.polled.rawValue))
            ORDER BY m.id
            """
        ) { row in try UncheckedMonitor(from: &row, at: now, for: threshold) }.compactMap { $0 }
    }

    package func begun(in db: any Connection) throws -> Set<MonitoringGap> {
        Set(
            try db.rows("SELECT organization_id, cause, channel_ids FROM blind_spells") { row in
                let organization = try row.next(ID<Organization>.self)
                let cause = MonitoringGap.Cause(rawValue: try row.next())
                guard let cause else { throw StoreError.corrupt(detail: "a monitoring gap has an unknown cause") }
                return MonitoringGap(organization: organization, cause: cause, channels: try row.next())
            })
    }

    /// - Returns: false if it had already begun.
    package func begin(_ gap: MonitoringGap, at now: Instant, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            INSERT INTO blind_spells (organization_id, cause, channel_ids, told_at)
            VALUES (\(gap.organization), \(gap.cause.rawValue), \(gap.channels), \(now))
            ON CONFLICT DO NOTHING
            """) == 1
    }

    package func end(_ gap: MonitoringGap, in db: any Connection) throws {
        try db.execute(
            """
            DELETE FROM blind_spells
            WHERE organization_id = \(gap.organization) AND cause = \(gap.cause.rawValue)
              AND channel_ids = \(gap.channels)
            """)
    }
}

extension UncheckedMonitor {
    fileprivate init?(from row: inout Row, at now: Instant, for threshold: Duration) throws {
        let id = try row.next(ID<Monitor>.self)
        let organization = try row.next(ID<Organization>.self)
        self.init(
            id, named: try row.next(), of: organization, channels: try row.next(), schedule: try MonitorSchedule(from: &row),
            effectiveAt: try row.next(), dueAt: try row.next(), lastSlot: try row.next(), failingSince: try row.next(), at: now,
            for: threshold)
    }
}
