package import HawkCore

/// `alert_events`: the facts that people must be alerted about, written in the transaction that detects them.
package struct AlertEventRepository: Sendable {
    package init() {}

    /// An event before it is stored.
    package struct Draft: Sendable {
        package var organization: ID<Organization>
        package var incident: ID<Incident>?
        package var monitor: ID<Monitor>?
        package var kind: AlertKind
        package var sequence: Int64
        package var occurredAt: Instant
        package var status: MonitorStatus
        package var reason: Reason
        package var message: String

        package init(
            organization: ID<Organization>, incident: ID<Incident>?, monitor: ID<Monitor>?, kind: AlertKind, sequence: Int64 = 0,
            occurredAt: Instant, status: MonitorStatus, reason: Reason = .none, message: String = ""
        ) {
            self.organization = organization
            self.incident = incident
            self.monitor = monitor
            self.kind = kind
            self.sequence = sequence
            self.occurredAt = occurredAt
            self.status = status
            self.reason = reason
            self.message = message
        }
    }

    /// Stores an event once for its (incident, kind, sequence), or without an incident for its (monitor, kind, sequence). Wakes
    /// the notifiers.
    /// - Returns: nil if it was already stored.
    @discardableResult
    package func insert(_ draft: Draft, in db: any Connection) throws -> ID<AlertEvent>? {
        db.afterCommit(.wake(.alertsPending))
        return try db.first(
            """
            INSERT INTO alert_events (
              organization_id, incident_id, monitor_id, kind, sequence, occurred_at, created_at, status, reason, message
            )
            VALUES (
              \(draft.organization), \(draft.incident), \(draft.monitor), \(draft.kind), \(draft.sequence), \(draft.occurredAt),
              \(db.now()), \(draft.status), \(draft.reason), \(draft.message.storable)
            )
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ) { try $0.next() }
    }

    /// Returns events without planned deliveries: the oldest ones of each organization, in equal shares. Two notifiers may see
    /// the same event, because deliveries are unique.
    package func unplanned(limit: Int, in db: any Connection) throws -> [AlertEvent] {
        // Steps through the index by organization and by event, so that it does not read a long queue.
        try db.rows(
            """
            WITH RECURSIVE waiting (organization_id) AS (
              SELECT min(organization_id)
              FROM alert_events
              WHERE planned_at IS NULL
              UNION ALL
              SELECT (
                SELECT min(next.organization_id)
                FROM alert_events AS next
                WHERE next.planned_at IS NULL AND next.organization_id > waiting.organization_id
              )
              FROM waiting
              WHERE waiting.organization_id IS NOT NULL
            ),
            turns (organization_id, id, turn) AS (
              SELECT waiting.organization_id,
                (
                  SELECT min(event.id)
                  FROM alert_events AS event
                  WHERE event.planned_at IS NULL AND event.organization_id = waiting.organization_id
                ), 1
              FROM waiting
              WHERE waiting.organization_id IS NOT NULL
              UNION ALL
              SELECT turns.organization_id,
                (
                  SELECT min(event.id)
                  FROM alert_events AS event
                  WHERE event.planned_at IS NULL AND event.organization_id = turns.organization_id AND event.id > turns.id
                ), turns.turn + 1
              FROM turns
              WHERE turns.id IS NOT NULL AND turns.turn < \(limit)
            )
            SELECT \(AlertEvent.columns)
            FROM alert_events
            WHERE id IN (SELECT id FROM turns WHERE id IS NOT NULL ORDER BY turn, id LIMIT \(limit))
            ORDER BY id
            """, AlertEvent.init(from:))
    }

    /// Returns the unplanned events of one monitor, oldest first.
    package func unplanned(
        of monitor: ID<Monitor>, of organization: ID<Organization>, in db: any Connection
    ) throws -> [AlertEvent] {
        try db.rows(
            """
            SELECT \(AlertEvent.columns)
            FROM alert_events
            WHERE planned_at IS NULL AND organization_id = \(organization) AND monitor_id = \(monitor)
            ORDER BY id
            """, AlertEvent.init(from:))
    }

    /// Records that an event's deliveries are planned. A second call changes nothing.
    package func markPlanned(_ ids: [ID<AlertEvent>], in db: any Connection) throws {
        try db.execute("UPDATE alert_events SET planned_at = \(db.now()) WHERE id \(in: ids) AND planned_at IS NULL")
    }

    package func find(_ id: ID<AlertEvent>, in db: any Connection) throws -> AlertEvent? {
        try db.first("SELECT \(AlertEvent.columns) FROM alert_events WHERE id = \(id)", AlertEvent.init(from:))
    }
}

extension AlertEvent {
    fileprivate static let columns: SQL = """
        id, organization_id, incident_id, monitor_id, kind, sequence, occurred_at, status, reason, message, created_at
        """

    fileprivate init(from row: inout Row) throws {
        self.init(
            id: try row.next(), organization: try row.next(), incident: try row.next(), monitor: try row.next(),
            kind: try row.next(), sequence: try row.next(), occurredAt: try row.next(), status: try row.next(),
            reason: try row.next(), message: try row.next(), createdAt: try row.next())
    }
}
