package import HawkCore

extension ResultRepository {
    /// As much of a stored result as tells whose the time around another one is.
    package struct Neighbour: Sendable, Equatable {
        package let slot: Instant
        /// The end of what it stands for when nothing follows, as `CheckResult.holdsUntil`.
        package let holdsUntil: Instant
        package let revision: Int64
    }

    /// No result of a runner stands for longer than this: days further off need not be looked at.
    private static let reach = Duration.days(7)

    /// The last result of one location before a slot, within a week.
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

    /// The first result of one location after a slot, within a week.
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

    /// The results of one location in a span of slots, in slot order, and the last one before it, within a week.
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

    /// The newest results of all locations from an instant on, in slot order.
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
