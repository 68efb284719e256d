package import HawkCore

extension ResultRepository {
    /// The parts of a stored result that decide which result covers the time around another one.
    package struct Neighbour: Sendable, Equatable {
        package let slot: Instant
        /// The end of the time that it covers if no other follows, as in `CheckResult.holdsUntil`.
        package let holdsUntil: Instant
        package let revision: Int64
    }

    /// No runner's result covers more time than this, so more distant days need not be searched.
    private static let reach = Duration.days(7)

    /// Returns the last result of one location before a slot, within a week.
    package func before(
        _ slot: Instant, of monitor: ID<Monitor>, at location: String, in db: any Connection
    ) throws -> Neighbour? {
        try db.first(
            """
            SELECT slot, interval_ms, finished_at, revision
            FROM results
            WHERE monitor_id = \(monitor) AND slot < \(slot) AND slot > \(slot - Self.reach) AND location = \(location)
            ORDER BY slot DESC
            LIMIT 1
            """, Neighbour.init(from:))
    }

    /// Returns the first result of one location after a slot, within a week.
    package func after(
        _ slot: Instant, of monitor: ID<Monitor>, at location: String, in db: any Connection
    ) throws -> Neighbour? {
        try db.first(
            """
            SELECT slot, interval_ms, finished_at, revision
            FROM results
            WHERE monitor_id = \(monitor) AND slot > \(slot) AND slot < \(slot + Self.reach) AND location = \(location)
            ORDER BY slot
            LIMIT 1
            """, Neighbour.init(from:))
    }

    /// Returns the results of one location in a span of slots, in slot order, preceded by the last one before it within a week.
    package func run(
        of monitor: Monitor, at location: String, from: Instant, to: Instant, in db: any Connection
    ) throws -> [CheckResult] {
        let first = try self.before(from, of: monitor.id, at: location, in: db)?.slot ?? from
        return try db.rows(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot >= \(first) AND slot < \(to) AND location = \(location)
            ORDER BY slot
            """
        ) { try CheckResult(from: &$0, of: monitor) }
    }

    /// Returns the newest results of all locations since an instant, in slot order.
    package func history(
        of monitor: Monitor, from start: Instant, limit: Int, in db: any Connection
    ) throws -> [CheckResult] {
        try db.rows(
            """
            SELECT \(CheckResult.columns)
            FROM results
            WHERE monitor_id = \(monitor.id) AND slot >= \(start)
            ORDER BY slot DESC, location DESC
            LIMIT \(limit)
            """
        ) { try CheckResult(from: &$0, of: monitor) }.reversed()
    }
}

extension ResultRepository.Neighbour {
    fileprivate init(from row: inout Row) throws {
        self.slot = try row.next()
        let interval = Duration.milliseconds(try row.next(Int64.self))
        self.holdsUntil = CheckResult.holdsUntil(slot: self.slot, interval: interval, finishedAt: try row.next())
        self.revision = try row.next()
    }
}
