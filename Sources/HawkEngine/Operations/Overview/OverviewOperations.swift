package import HawkCore
import HawkStore

/// The data of an organization's overview.
package struct Overview: Sendable {
    package let statuses: [MonitorStatus: Int]
    /// The creation of the oldest monitor, if less than 24 hours ago. Otherwise nil.
    package let since: Instant?
    /// Of all monitors together over the last 24 hours.
    package let uptimePercent: Double?
    package let coveragePercent: Double?
    package let latencyMean: Duration?
    package let openIncidents: Int
    /// The last outages, newest first.
    package let recentFailures: [Incident]

    package var total: Int { self.statuses.values.reduce(0, +) }
}

package struct OverviewOperations: Sendable {
    private static let span = Duration.days(1)

    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Returns the overview with a constant number of queries, none of which reads results.
    package func overview(as principal: Principal) async throws -> Overview {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let now = try db.now()
            let range = (now - Self.span).floored(to: .hours(1))..<now
            let pulses = try MonitorRepository().pulses(of: principal.organization, in: db)
            var total = try RollupRepository().total(of: principal.organization, since: range.lowerBound, in: db)
            for state in try LocationStateRepository().all(of: pulses.map(\.id), in: db) {
                for hour in state.openHours(at: now) where range.contains(hour.hour) { total.merge(hour.rollup) }
            }
            let expected = self.expected(of: pulses, in: range)
            let incidents = IncidentRepository()
            return Overview(
                statuses: Dictionary(grouping: pulses) { $0.status(at: now) }.mapValues(\.count),
                since: pulses.map(\.createdAt).min().flatMap { $0 > range.lowerBound ? $0 : nil },
                uptimePercent: total.uptimePercent,
                coveragePercent: expected > .zero ? min(total.measured.seconds / expected.seconds * 100, 100) : nil,
                latencyMean: total.latencyMean, openIncidents: try incidents.openCount(of: principal.organization, in: db),
                recentFailures: try incidents.outages(of: principal.organization, limit: 10, in: db))
        }
    }

    /// The time in which the monitors existed.
    private func expected(of pulses: [MonitorPulse], in range: Range<Instant>) -> Duration {
        pulses.reduce(.zero) { $0 + max(range.upperBound - max($1.createdAt, range.lowerBound), .zero) }
    }
}
