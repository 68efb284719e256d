package import HawkCore

/// `results`: the measured history, append-only. Callers pass the monitor, which proves that they may read it.
package struct ResultRepository: Sendable {
    package init() {}

    /// Stores results. A result that is already stored changes nothing.
    /// - Returns: the indices of those that were already stored.
    @discardableResult
    package func insert(_ results: [CheckResult], in db: any Connection) throws -> [Int] {
        try db.execute(
            """
            INSERT INTO results (
              monitor_id, slot, location, started_at, finished_at, interval_ms, revision, outcome, reason, message, status_code,
              attempts, first_failed_at, latency_us, dns_us, connect_us, tls_us, first_byte_us, transfer_us, anomalous, z_score
            )
            VALUES (
              \(\.monitor), \(\.slot), \(\.location), \(\.startedAt), \(\.finishedAt), \(\.interval.milliseconds), \(\.revision),
              \(\.outcome), \(\.reason), \(\.message.storable), \(\.statusCode), \(\.attempts), \(\.firstFailedAt),
              \({ $0.latency?.microseconds ?? -1 }), \(\.phases.dns?.microseconds), \(\.phases.connect?.microseconds),
              \(\.phases.tls?.microseconds), \(\.phases.firstByte?.microseconds), \(\.phases.transfer?.microseconds),
              \(\.anomalous), \(\.zScore)
            )
            ON CONFLICT (monitor_id, slot, location) DO NOTHING
            """, forEach: results, changing: .exactlyOne)
    }

    /// Returns a page of a monitor's results, newest first.
    ///
    /// - Parameters:
    ///   - from: the earliest slot.
    ///   - to: the end; only earlier slots.
    ///   - location: nil for all.
    ///   - cursor: the last result of the previous page, or nil for the first page.
    package func page(
        of monitor: Monitor, from: Instant, to: Instant, location: String? = nil, before cursor: CheckResult.Cursor? = nil,
        limit: Int, in db: any Connection
    ) throws -> [CheckResult] {
        // Includes the slot alone, because PostgreSQL selects partitions by it but not by a pair.
        let end: SQL =
            cursor.map { "slot <= \($0.slot) AND (slot, location) < (\($0.slot), \($0.location))" } ?? "slot < \(to)"
        let filter: SQL = location.map { "AND location = \($0)" } ?? ""
        return try db.rows(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot >= \(from) AND \(end) \(filter)
            ORDER BY slot DESC, location DESC
            LIMIT \(limit)
            """
        ) { try CheckResult(from: &$0, of: monitor) }
    }

    package func find(
        _ slot: Instant, of monitor: Monitor, at location: String, in db: any Connection
    ) throws -> CheckResult? {
        try db.first(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot = \(slot) AND location = \(location)
            """
        ) { try CheckResult(from: &$0, of: monitor) }
    }

    /// Returns the stored results directly before and after a slot, at the same location.
    package func neighbours(
        of slot: Instant, of monitor: Monitor, at location: String, in db: any Connection
    ) throws -> (previous: CheckResult?, next: CheckResult?) {
        let previous = try db.first(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot < \(slot) AND location = \(location)
            ORDER BY slot DESC
            LIMIT 1
            """
        ) { try CheckResult(from: &$0, of: monitor) }
        let next = try db.first(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot > \(slot) AND location = \(location)
            ORDER BY slot
            LIMIT 1
            """
        ) { try CheckResult(from: &$0, of: monitor) }
        return (previous, next)
    }
}
