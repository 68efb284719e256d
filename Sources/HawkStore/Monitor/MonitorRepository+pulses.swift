package import HawkCore

extension MonitorRepository {
    /// Returns the pulses of an organization's monitors, oldest first, in one query.
    /// - Parameters:
    ///   - cursor: the last id of the previous page, or nil for the first page.
    ///   - limit: nil for all.
    package func pulses(
        of organization: ID<Organization>, matching filter: MonitorFilter = MonitorFilter(), after cursor: ID<Monitor>? = nil,
        limit: Int? = nil, in db: any Connection
    ) throws -> [MonitorPulse] {
        try self.pulses(
            """
            organization_id = \(organization) AND deleted_at IS NULL AND id > \(cursor ?? ID(0)) \(self.condition(filter))
            ORDER BY id
            LIMIT \(limit ?? .max)
            """, in: db)
    }

    /// Returns the pulse of a monitor of any organization. Nil if it does not exist or is deleted.
    package func pulse(of monitor: ID<Monitor>, in db: any Connection) throws -> MonitorPulse? {
        try self.pulses("id = \(monitor) AND deleted_at IS NULL", in: db).first
    }

    /// Returns those of the monitors that belong to the organization.
    package func existing(
        _ ids: [ID<Monitor>], of organization: ID<Organization>, in db: any Connection
    ) throws -> Set<ID<Monitor>> {
        guard !ids.isEmpty else { return [] }
        let found = try db.rows(
            """
            SELECT id
            FROM monitors
            WHERE id \(in: ids) AND organization_id = \(organization) AND deleted_at IS NULL
            """
        ) { try $0.next(ID<Monitor>.self) }
        return Set(found)
    }

    private func pulses(_ chosen: SQL, in db: any Connection) throws -> [MonitorPulse] {
        let rows = try db.rows(
            """
            SELECT m.id, m.paused, m.kind, m.interval_ms, m.timeout_ms, m.confirmations, m.confirmation_delay_ms, m.grace_ms,
              m.created_at, m.effective_at, s.verdict, s.since, p.from_at, h.ping_key, h.due_at, h.running_since, c.expires_at, l.last_slot,
              l.last_outcome, l.last_latency_us
            FROM (
              SELECT id, paused, \(MonitorSchedule.columns), created_at, effective_at, revision
              FROM monitors
              WHERE \(chosen)
            ) AS m
            LEFT JOIN monitor_states AS s ON s.monitor_id = m.id
            LEFT JOIN pauses AS p ON p.monitor_id = m.id AND p.until_at IS NULL
            LEFT JOIN heartbeats AS h ON h.monitor_id = m.id
            LEFT JOIN certificate_chains AS c ON c.monitor_id = m.id AND c.revision = m.revision
            LEFT JOIN location_states AS l ON l.monitor_id = m.id
            ORDER BY m.id
            """, MonitorPulse.init(from:))
        // There is one row for each location of a monitor. The newest check counts.
        return rows.reduce(into: []) { pulses, row in
            if pulses.last?.id == row.id { pulses[pulses.count - 1].merge(row) } else { pulses.append(row) }
        }
    }
}
