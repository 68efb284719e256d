package import HawkCore

extension ResultRepository {
    /// The parts of a result that a chart shows.
    package struct Sample: Sendable, Equatable {
        package let slot: Instant
        package let location: String
        package let revision: Int64
        /// The end of the time that it covers if no other follows, as in `CheckResult.holdsUntil`.
        package let holdsUntil: Instant
        package let outcome: Outcome
        package let latency: Duration?
        package let anomalous: Bool
    }

    /// Returns the results of a span of slots, oldest first, which is one range of the table. Excludes spans that repeated
    /// because the clock was set back.
    package func samples(
        of monitor: ID<Monitor>, from: Instant, to: Instant, limit: Int, in db: any Connection
    ) throws -> [Sample] {
        try db.rows(
            """
            SELECT slot, location, revision, interval_ms, finished_at, outcome, latency_us, anomalous
            FROM results
            WHERE monitor_id = \(monitor) AND slot >= \(from) AND slot < \(to)
              AND NOT EXISTS (SELECT 1 FROM clock_setbacks WHERE slot >= from_at AND slot < until_at)
            ORDER BY slot, location
            LIMIT \(limit)
            """
        ) { row in
            let (slot, location) = (try row.next(Instant.self), try row.next(String.self))
            let revision = try row.next(Int64.self)
            let interval = Duration.milliseconds(try row.next(Int64.self))
            return Sample(
                slot: slot, location: location, revision: revision,
                holdsUntil: CheckResult.holdsUntil(slot: slot, interval: interval, finishedAt: try row.next()),
                outcome: try row.next(), latency: try row.nextLatency(), anomalous: try row.next())
        }
    }

    /// Returns the last success of a location before a slot. Nil if it is more than a few thousand checks ago.
    package func lastSuccess(
        before slot: Instant, of monitor: Monitor, at location: String, in db: any Connection
    ) throws -> CheckResult? {
        try db.first(
            """
            SELECT \(CheckResult.columns)
            FROM (
              SELECT *
              FROM results
              WHERE monitor_id = \(monitor.id) AND slot < \(slot) AND location = \(location)
              ORDER BY slot DESC
              LIMIT 5000
            ) AS recent
            WHERE outcome IN (\(Outcome.up), \(Outcome.degraded))
            ORDER BY slot DESC
            LIMIT 1
            """
        ) { try CheckResult(from: &$0, of: monitor) }
    }
}
