package import HawkCore

/// `pings`: the newest pings of each heartbeat monitor.
package struct PingRepository: Sendable {
    package init() {}

    package func insert(_ records: [PingRecord], in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO pings (monitor_id, number, at, kind, exit_status, run_id, duration_ms, sender, body)
            VALUES (
              \(\.monitor), \(\.number), \(\.at), \(\.ping.kind), \(\.ping.exitStatus), \(\.ping.run),
              \(\.duration?.milliseconds), \(\.ping.sender), \(\.ping.body?.storable)
            )
            """, forEach: records)
    }

    /// Removes all but the newest pings of each monitor.
    package func prune(_ heartbeats: [Heartbeat], in db: any Connection) throws {
        try db.execute(
            "DELETE FROM pings WHERE monitor_id = \(\.monitor) AND number <= \({ $0.pings - Heartbeat.storedPings })",
            forEach: heartbeats)
    }

    /// Returns a page of a monitor's pings, newest first.
    /// - Parameter cursor: the number of the last ping of the previous page, or nil for the first page.
    package func page(
        of monitor: ID<Monitor>, before cursor: Int64?, limit: Int, in db: any Connection
    ) throws -> [PingRecord] {
        try db.rows(
            """
            SELECT number, at, kind, exit_status, run_id, duration_ms, sender, body
            FROM pings
            WHERE monitor_id = \(monitor) AND number < \(cursor ?? .max)
            ORDER BY number DESC
            LIMIT \(limit)
            """
        ) { row in
            let number = try row.next(Int64.self)
            let at = try row.next(Instant.self)
            let kind = try row.next(Ping.Kind.self)
            let exitStatus = try row.next(Int?.self)
            let run = try row.next(RunID?.self)
            let duration = try row.next(Int64?.self).map { Duration.milliseconds($0) }
            let sender = try row.next(String?.self)
            let ping = Ping(kind, exitStatus: exitStatus, run: run, body: try row.next(), sender: sender)
            return PingRecord(monitor: monitor, number: number, at: at, ping: ping, duration: duration)
        }
    }
}

extension Ping.Kind: SQLConvertible {}
extension RunID: SQLConvertible {}
