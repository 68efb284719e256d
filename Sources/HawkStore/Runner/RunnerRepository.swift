package import HawkCore

/// `runners`: the live runners and their locations.
package struct RunnerRepository: Sendable {
    package init() {}

    /// The recently seen runners of one location.
    package struct Location: Sendable, Equatable {
        package let name: String
        /// How many are alive.
        package let runners: Int
        /// When one was last seen.
        package let seenAt: Instant
    }

    /// Records that a runner is alive.
    package func record(
        _ name: String, at location: String, version: String, since startedAt: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO runners (name, location, version, started_at, seen_at)
            VALUES (\(name), \(location), \(version), \(startedAt), \(db.now()))
            ON CONFLICT (name) DO UPDATE
            SET location = excluded.location, version = excluded.version, started_at = excluded.started_at,
              seen_at = excluded.seen_at
            """)
    }

    /// Removes runners that were not seen since an instant.
    package func forget(before instant: Instant, in db: any Connection) throws {
        try db.execute("DELETE FROM runners WHERE seen_at < \(instant)")
    }

    /// Returns every location that has or had a runner, by name.
    /// - Parameter alive: since when a live runner must have been seen.
    package func locations(alive: Instant, in db: any Connection) throws -> [Location] {
        try db.rows(
            """
            SELECT location, count(*) FILTER (WHERE seen_at >= \(alive)), max(seen_at)
            FROM runners
            GROUP BY location
            ORDER BY location
            """
        ) { Location(name: try $0.next(), runners: try $0.next(), seenAt: try $0.next()) }
    }

    /// Returns how many monitors of an organization are checked from each of their locations.
    package func monitors(of organization: ID<Organization>, in db: any Connection) throws -> [String: Int] {
        let combinations = try db.rows(
            """
            SELECT locations, count(*)
            FROM monitors
            WHERE organization_id = \(organization) AND deleted_at IS NULL
            GROUP BY locations
            """
        ) { (try $0.next(JSONText<[String]>.self).value, try $0.next(Int.self)) }
        return combinations.reduce(into: [:]) { counts, combination in
            for location in combination.0 { counts[location, default: 0] += combination.1 }
        }
    }
}
