package import HawkCore

/// `intakes`: the spans in which at least one api process could receive pings and the database could store them.
package struct IntakeRepository: Sendable {
    /// If two beats are further apart than this, no process listened in between.
    package static let tolerance = Duration.seconds(3)
    private static let retention = Duration.days(7)
    /// More spans than this are not read. Processes that restart so often extend every grace period.
    private static let most = 1_000

    package init() {}

    /// Records that an api process listens: the present span grows, or a new one begins.
    package func beat(in db: any Connection) throws {
        let now = try db.now()
        let grown = try db.execute(
            """
            UPDATE intakes
            SET until_at = \(now)
            WHERE from_at = (
              SELECT max(from_at) FROM intakes WHERE from_at <= \(now) AND until_at >= \(now - Self.tolerance)
            )
            """)
        guard grown == 0 else { return }
        try db.execute("DELETE FROM intakes WHERE until_at < \(now - Self.retention)")
        try db.execute(
            """
            INSERT INTO intakes (from_at, until_at)
            VALUES (\(now), \(now))
            ON CONFLICT (from_at) DO UPDATE SET until_at = excluded.until_at
            """)
    }

    package func listening(until now: Instant, in db: any Connection) throws -> Listening {
        Listening(
            try db.rows(
                """
                SELECT from_at, until_at
                FROM intakes
                WHERE from_at <= \(now)
                ORDER BY from_at DESC
                LIMIT \(Self.most)
                """
            ) { row in
                let from = try row.next(Instant.self)
                return from..<max(from, min(try row.next(), now))
            })
    }
}
