package import HawkCore

extension RollupRepository {
    /// Returns the sum of an organization's closed hours since an instant, computed by the database without percentiles.
    package func total(
        of organization: ID<Organization>, since hour: Instant, in db: any Connection
    ) throws -> Rollup {
        var total = Rollup()
        _ = try db.first(
            """
            SELECT CAST(coalesce(sum(checks), 0) AS BIGINT), CAST(coalesce(sum(up), 0) AS BIGINT),
              CAST(coalesce(sum(degraded), 0) AS BIGINT), CAST(coalesce(sum(down), 0) AS BIGINT),
              CAST(coalesce(sum(unknown), 0) AS BIGINT), CAST(coalesce(sum(untimed), 0) AS BIGINT), CAST(coalesce(sum(measured_ms), 0) AS BIGINT),
              CAST(coalesce(sum(downtime_ms), 0) AS BIGINT), CAST(coalesce(sum(latency_sum_us), 0) AS BIGINT)
            FROM hourly_rollups
            WHERE hour >= \(hour)
              AND monitor_id IN (SELECT id FROM monitors WHERE organization_id = \(organization) AND deleted_at IS NULL)
            """
        ) { row in
            total.checks = try row.next()
            total.up = try row.next()
            total.degraded = try row.next()
            total.down = try row.next()
            total.unknown = try row.next()
            total.untimed = try row.next()
            total.measured = .milliseconds(try row.next(Int64.self))
            total.downtime = .milliseconds(try row.next(Int64.self))
            total.latencySum = .microseconds(try row.next(Int64.self))
        }
        return total
    }
}
