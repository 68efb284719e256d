package import HawkCore

/// `hourly_rollups` and `daily_rollups`: the basis for any longer span of history.
package struct RollupRepository: Sendable {
    package init() {}

    /// Adds closed or late hours to the stored ones and to their days (UTC).
    ///
    /// It reads and writes back, so the caller must hold the lock of the keys' location states.
    package func add(_ hours: [(key: LocationKey, hour: HourlyRollup)], in db: any Connection) throws {
        try self.merge(hours.map { RollupRow(key: $0.key, start: $0.hour.hour, rollup: $0.hour.rollup) }, into: .hour, in: db)
        let days = hours.map {
            RollupRow(key: $0.key, start: $0.hour.hour.floored(to: .days(1)), rollup: $0.hour.rollup)
        }
        try self.merge(days, into: .day, in: db)
    }

    /// Returns the hours of some monitors with starts from `from` and before `to`, ordered by monitor, hour and location.
    package func hours(
        of monitors: [ID<Monitor>], from: Instant, to: Instant, in db: any Connection
    ) throws -> [RollupRow] {
        try self.rows(.hour, of: monitors, from: from, to: to, in: db)
    }

    /// Returns the days of some monitors with starts from `from` and before `to`, ordered by monitor, day and location.
    package func days(
        of monitors: [ID<Monitor>], from: Instant, to: Instant, in db: any Connection
    ) throws -> [RollupRow] {
        try self.rows(.day, of: monitors, from: from, to: to, in: db)
    }

    /// Returns the hours of some monitors that begin at the given instants.
    package func hours(of monitors: [ID<Monitor>], at starts: [Instant], in db: any Connection) throws -> [RollupRow] {
        try self.rows(.hour, of: monitors, at: starts, in: db)
    }

    /// Returns the days of some monitors that begin at the given instants.
    package func days(of monitors: [ID<Monitor>], at starts: [Instant], in db: any Connection) throws -> [RollupRow] {
        try self.rows(.day, of: monitors, at: starts, in: db)
    }

    /// Removes the hours from an instant on, and their share in the days. They are derived from results, which stay.
    package func remove(from hour: Instant, of monitors: [ID<Monitor>], in db: any Connection) throws {
        let day = hour.floored(to: .days(1))
        try db.execute("DELETE FROM hourly_rollups WHERE monitor_id \(in: monitors) AND hour >= \(hour)")
        try db.execute("DELETE FROM daily_rollups WHERE monitor_id \(in: monitors) AND day >= \(day)")
        let remaining = try self.hours(of: monitors, from: day, to: hour, in: db)
        try self.merge(remaining.map { RollupRow(key: $0.key, start: day, rollup: $0.rollup) }, into: .day, in: db)
    }

    /// One of the two tables.
    private enum Span {
        case hour, day

        var table: SQL { self == .hour ? "hourly_rollups" : "daily_rollups" }
        var start: SQL { self == .hour ? "hour" : "day" }
    }

    private struct Place: Hashable {
        let key: LocationKey
        let start: Instant
    }

    private func merge(_ additions: [RollupRow], into span: Span, in db: any Connection) throws {
        var sums: [Place: Rollup] = [:]
        for row in additions { sums[Place(key: row.key, start: row.start), default: Rollup()].merge(row.rollup) }
        let stored = try self.rows(
            span, of: Array(Set(additions.map(\.monitor))), at: Array(Set(additions.map(\.start))), in: db)
        for row in stored { sums[Place(key: row.key, start: row.start)]?.merge(row.rollup) }
        let rows = sums.map { RollupRow(key: $0.key.key, start: $0.key.start, rollup: $0.value) }
        try self.store(rows.sorted { ($0.key, $0.start) < ($1.key, $1.start) }, span, in: db)
    }

    private func store(_ rows: [RollupRow], _ span: Span, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO \(span.table) (monitor_id, \(span.start), location, \(RollupRow.columns))
            VALUES (
              \(\.monitor), \(\.start), \(\.location), \(\.rollup.checks), \(\.rollup.up), \(\.rollup.degraded),
              \(\.rollup.down), \(\.rollup.unknown), \(\.rollup.anomalous), \(\.rollup.untimed), \(\.rollup.measured.milliseconds),
              \(\.rollup.downtime.milliseconds), \(\.rollup.latencySum.microseconds),
              \(\.rollup.latencyMinimum?.microseconds), \(\.rollup.latencyMaximum?.microseconds), \(\.rollup.latencyBytes)
            )
            ON CONFLICT (monitor_id, \(span.start), location) DO UPDATE
            SET checks = excluded.checks, up = excluded.up, degraded = excluded.degraded, down = excluded.down,
              unknown = excluded.unknown, anomalous = excluded.anomalous, untimed = excluded.untimed, measured_ms = excluded.measured_ms,
              downtime_ms = excluded.downtime_ms, latency_sum_us = excluded.latency_sum_us,
              latency_min_us = excluded.latency_min_us, latency_max_us = excluded.latency_max_us,
              latencies = excluded.latencies
            """, forEach: rows)
    }

    private func rows(
        _ span: Span, of monitors: [ID<Monitor>], at starts: [Instant], in db: any Connection
    ) throws -> [RollupRow] {
        guard !monitors.isEmpty, !starts.isEmpty else { return [] }
        return try db.rows(
            """
            SELECT monitor_id, \(span.start), location, \(RollupRow.columns)
            FROM \(span.table)
            WHERE monitor_id \(in: monitors) AND \(span.start) \(in: starts)
            """, RollupRow.init(from:))
    }

    private func rows(
        _ span: Span, of monitors: [ID<Monitor>], from: Instant, to: Instant, in db: any Connection
    ) throws -> [RollupRow] {
        try db.rows(
            """
            SELECT monitor_id, \(span.start), location, \(RollupRow.columns)
            FROM \(span.table)
            WHERE monitor_id \(in: monitors) AND \(span.start) >= \(from) AND \(span.start) < \(to)
            ORDER BY monitor_id, \(span.start), location
            """, RollupRow.init(from:))
    }
}
