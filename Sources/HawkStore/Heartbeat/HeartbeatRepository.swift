package import HawkCore

/// `heartbeats`: the state of heartbeat monitors.
package struct HeartbeatRepository: Sendable {
    package init() {}

    package func insert(_ heartbeat: Heartbeat, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO heartbeats (\(Heartbeat.columns))
            VALUES (
              \(heartbeat.monitor), \(heartbeat.key.revealed), \(heartbeat.pings), \(JSONText(heartbeat.openRuns)),
              \(heartbeat.settledAt), \(heartbeat.dueAt), \(heartbeat.runningSince)
            )
            """)
    }

    /// Returns the heartbeats with these keys, ordered by monitor. They are locked until the transaction ends if the engine
    /// supports that. Recording a ping and detecting a missed one therefore happen one after the other.
    package func lock(_ keys: Set<PingKey>, in db: any Connection) throws -> [Heartbeat] {
        try db.rows(
            """
            SELECT \(Heartbeat.columns)
            FROM heartbeats
            WHERE ping_key \(in: keys.map(\.revealed))
            ORDER BY monitor_id
            \(.forUpdate)
            """, Heartbeat.init(from:))
    }

    /// Returns the heartbeats of some monitors, locked in the same way.
    package func lock(_ monitors: [ID<Monitor>], in db: any Connection) throws -> [Heartbeat] {
        try db.rows(
            """
            SELECT \(Heartbeat.columns)
            FROM heartbeats
            WHERE monitor_id \(in: monitors)
            ORDER BY monitor_id
            \(.forUpdate)
            """, Heartbeat.init(from:))
    }

    /// Returns the heartbeats that are evaluated up to an instant after this one, ordered by monitor and locked.
    package func ahead(of now: Instant, in db: any Connection) throws -> [Heartbeat] {
        try db.rows(
            """
            SELECT \(Heartbeat.columns)
            FROM heartbeats
            WHERE settled_at > \(now)
            ORDER BY monitor_id
            \(.forUpdate)
            """, Heartbeat.init(from:))
    }

    /// Stores the changes of locked heartbeats.
    package func save(_ heartbeats: [Heartbeat], in db: any Connection) throws {
        let rows = try heartbeats.map { (heartbeat: $0, openRuns: try JSONText($0.openRuns)) }
        try db.execute(
            """
            UPDATE heartbeats
            SET pings = \({ $0.heartbeat.pings }), open_runs = \({ $0.openRuns }), settled_at = \({ $0.heartbeat.settledAt }),
              due_at = \({ $0.heartbeat.dueAt }), running_since = \({ $0.heartbeat.runningSince })
            WHERE monitor_id = \({ $0.heartbeat.monitor })
            """, forEach: rows)
    }

    /// Returns the active monitors whose grace period has ended, by id: those that may have missed a ping.
    ///
    /// Few are due at any time, and the query looks up only their monitors.
    package func overdue(at now: Instant, in db: any Connection) throws -> [ID<Monitor>] {
        try db.rows(
            """
            SELECT m.id
            FROM heartbeats AS h
            JOIN monitors AS m ON m.id = h.monitor_id
            WHERE h.due_at <= \(now) AND m.deleted_at IS NULL AND NOT m.paused AND h.due_at + m.grace_ms <= \(now)
            ORDER BY m.id
            """
        ) { try $0.next() }
    }

    /// Deletes a deleted monitor's key and its pings at once.
    package func delete(_ monitor: ID<Monitor>, in db: any Connection) throws {
        try db.execute("DELETE FROM heartbeats WHERE monitor_id = \(monitor)")
        try db.execute("DELETE FROM pings WHERE monitor_id = \(monitor)")
    }
}

extension Heartbeat {
    fileprivate static let columns: SQL = "monitor_id, ping_key, pings, open_runs, settled_at, due_at, running_since"

    fileprivate init(from row: inout Row) throws {
        let monitor = try row.next(ID<Monitor>.self)
        self.init(
            monitor: monitor, key: try row.next(), pings: try row.next(), openRuns: try row.next(JSONText<OpenRuns>.self).value,
            settledAt: try row.next(), dueAt: try row.next(), runningSince: try row.next())
    }
}

extension PingKey: SQLConvertible {
    package var sqlValue: SQLValue { .text(self.revealed) }

    package init(sqlValue: SQLValue) throws {
        guard let key = PingKey(try String(sqlValue: sqlValue)) else { throw SQLValue.Mismatch(PingKey.self) }
        self = key
    }
}
