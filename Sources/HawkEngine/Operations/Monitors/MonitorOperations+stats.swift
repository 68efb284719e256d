package import HawkCore
import HawkStore

extension MonitorOperations {
    /// A period's figures. Reads roll-ups and the open hour, never results.
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
            for row in try rollups.days(of: [id], from: span.days.lowerBound, to: span.days.upperBound, in: db)
                + rollups.hours(of: [id], from: span.hours.lowerBound, to: span.hours.upperBound, in: db)
            {
                total.merge(row.rollup)
            }
            for hour in states.flatMap({ $0.openHours(at: now) }) where range.contains(hour.hour) { total.merge(hour.rollup) }
            let report = UptimeReport(
                period: range, createdAt: monitor.createdAt, locations: monitor.configuration.locations.count, rollup: total,
                pauses: try self.pauses(of: id, touching: range, in: db),
                outages: try IncidentRepository().spans(of: id, cause: .check, touching: range, in: db))
            return Stats(period: period, report: report, lastCheckedAt: states.compactMap { $0.last?.slot }.max())
        }
    }

    func pauses(of id: ID<Monitor>, touching range: Range<Instant>, in db: any Connection) throws -> [TimeSpan] {
        try self.monitors.pauses(of: [id], from: range.lowerBound, to: range.upperBound, in: db).map {
            TimeSpan(start: $0.from, end: $0.until)
        }
    }
}
