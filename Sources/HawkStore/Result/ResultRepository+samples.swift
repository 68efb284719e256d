package import HawkCore

extension ResultRepository {
    /// As much of a result as a chart shows.
    package struct Sample: Sendable, Equatable {
        package let slot: Instant
        package let outcome: Outcome
        package let latency: Duration?
        package let anomalous: Bool
    }

    /// The results of a span of slots, oldest first: one range of the table's own order.
    package func samples(
        of monitor: ID<Monitor>, from: Instant, to: Instant, limit: Int, in db: any Connection
    ) throws -> [Sample] {
        try db.rows(
            """
            SELECT slot, outcome, latency_us, anomalous
            FROM results
            WHERE monitor_id = \(monitor) AND slot >= \(from) AND slot < \(to)
            ORDER BY slot, location
            LIMIT \(limit)
            """
        ) {
            Sample(
                slot: try $0.next(), outcome: try $0.next(), latency: try $0.nextLatency(),
                anomalous: try $0.next())
        }
    }

    /// The last success of a location before a slot; nil where it lies further back than a few thousand checks.
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
