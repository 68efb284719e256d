package import HawkCore
import HawkStore

extension MonitorOperations {
    /// The statistics of a period, from rollups and the open hour, never from results.
    package struct Stats: Sendable {
        package let period: StatsPeriod
        package let report: UptimeReport
        package let lastCheckedAt: Instant?
    }

    package func stats(of id: ID<Monitor>, over period: StatsPeriod, as principal: Principal) async throws -> Stats {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            let range = period.range(until: now)
            let states = try LocationStateRepository().all(of: [id], in: db)
            let span = RollupSpan(from: range.lowerBound, until: now)
            let rollups = RollupRepository()
            var total = Rollup()
            var parts = MeasuredParts(of: .days(1), quorum: monitor.configuration.quorum)
            for row in try rollups.days(of: [id], from: span.days.lowerBound, to: span.days.upperBound, in: db)
                + rollups.hours(of: [id], from: span.hours.lowerBound, to: span.hours.upperBound, in: db)
            {
                total.merge(row.rollup)
                parts.add(row.rollup, from: row.start, at: row.location)
            }
            for state in states {
                for hour in state.openHours(at: now) where range.contains(hour.hour) {
                    total.merge(hour.rollup)
                    parts.add(hour.rollup, from: hour.hour, at: state.location)
                }
            }
            let report = UptimeReport(
                period: range, createdAt: monitor.createdAt, locations: monitor.configuration.locations.count, rollup: total,
                outages: try IncidentRepository().spans(of: id, cause: .check, touching: range, in: db), parts: parts)
            return Stats(period: period, report: report, lastCheckedAt: states.compactMap { $0.last?.slot }.max())
        }
    }
}
