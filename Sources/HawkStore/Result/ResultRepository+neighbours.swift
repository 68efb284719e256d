package import HawkCore

extension ResultRepository {
    /// As much of a stored result as tells what the time around another one was like.
    package struct Neighbour: Sendable, Equatable {
        package let slot: Instant
        package let startedAt: Instant
        /// The end of what it stands for when nothing follows, as `CheckResult.holdsUntil`.
        package let holdsUntil: Instant
        package let outcome: Outcome
        package let firstFailedAt: Instant?
    }

    /// The results of one location before a slot, the nearest first.
    package func before(
        _ slot: Instant, of monitor: ID<Monitor>, at location: String, limit: Int, in db: any Connection
    ) throws -> [Neighbour] {
        try db.rows(
            """
            SELECT \(Neighbour.columns)
            FROM results
            WHERE monitor_id = \(monitor) AND slot < \(slot) AND location = \(location)
            ORDER BY slot DESC
            LIMIT \(limit)
            """, Neighbour.init(from:))
    }

    /// The results of one location after a slot, the nearest first.
    package func after(
        _ slot: Instant, of monitor: ID<Monitor>, at location: String, limit: Int, in db: any Connection
    ) throws -> [Neighbour] {
        try db.rows(
            """
            SELECT \(Neighbour.columns)
            FROM results
            WHERE monitor_id = \(monitor) AND slot > \(slot) AND location = \(location)
            ORDER BY slot
            LIMIT \(limit)
            """, Neighbour.init(from:))
    }
}

extension ResultRepository.Neighbour {
    fileprivate static let columns: SQL = "slot, interval_ms, started_at, finished_at, outcome, first_failed_at"

    fileprivate init(from row: inout Row) throws {
        self.slot = try row.next()
        let interval = Duration.milliseconds(try row.next(Int64.self))
        self.startedAt = try row.next()
        self.holdsUntil = max(self.slot + interval, try row.next())
        self.outcome = try row.next()
        self.firstFailedAt = try row.next()
    }
}
