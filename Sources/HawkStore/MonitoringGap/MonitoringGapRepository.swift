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
            SELECT m.id, m.organization_id, m.name, coalesce(m.channel_ids, ''), m.interval_ms, m.timeout_ms, m.confirmations,
              m.confirmation_delay_ms, m.effective_at, h.monitor_id IS NULL, h.due_at, s.slot,
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
              AND (s.slot IS NOT NULL OR m.locations <> \(JSONText([String]())))
            ORDER BY m.id
            """
        ) { row in try UncheckedMonitor(from: &row, at: now, for: threshold) }.compactMap { $0 }
    }

    package func told(in db: any Connection) throws -> Set<MonitoringGap> {
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
    /// - Returns: nil if it has not been blind for that long.
    fileprivate init?(from row: inout Row, at now: Instant, for threshold: Duration) throws {
        self.id = try row.next()
        let organization = try row.next(ID<Organization>.self)
        self.name = try row.next()
        let channels = try row.next(String.self)
        let timing = try CheckTiming(from: &row)
        let effectiveAt = try row.next(Instant.self)
        let isChecked = try row.next(Bool.self)
        let dueAt = try row.next(Instant?.self)
        let lastSlot = try row.next(Instant?.self)
        let failingSince = try row.next(Instant?.self)
        let isSilent =
            MonitorStatus.derived(
                verdict: .up, paused: false, lastSlot: lastSlot, lastOutcome: .up, effectiveAt: effectiveAt, timing: timing,
                isChecked: isChecked, dueAt: dueAt, now: now) == .unknown
        guard isSilent || failingSince != nil else { return nil }
        self.gap = MonitoringGap(organization: organization, cause: isSilent ? .silence : .fault, channels: channels)
        let silentSince =
            dueAt.map { $0 + timing.timeout } ?? max(lastSlot.map { $0 + timing.interval } ?? effectiveAt, effectiveAt)
        self.since = failingSince.map { isSilent ? min($0, silentSince) : $0 } ?? silentSince
        guard now - self.since >= threshold else { return nil }
    }
}
