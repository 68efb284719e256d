import HawkCore
import HawkStore

/// Reads a status page: rollups, open hours and incidents in one snapshot. Uses a constant number of queries and no raw results.
package struct PublicPageReader: Sendable {
    private static let incidentDays = 14
    /// The limit for resolved incidents.
    private static let maxResolved = 50

    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Needs no principal, because the page is public.
    /// - Returns: Nil if no page is published at this address.
    package func read(_ slug: String) async throws -> PublicPage? {
        let now = self.engine.clock.now
        return try await self.engine.database.read { db in
            guard let page = try StatusPageRepository().published(slug: slug, in: db) else { return nil }
            let days = Self.days(page.historyDays, until: now)
            let ids = Set(page.sections.flatMap(\.components).map(\.monitor)).sorted()
            // A monitor may have been deleted since, and must never belong to another organization.
            let monitors = try MonitorRepository().all(ids, in: db).filter { $0.organization == page.organization }
            let sources = try Sources(of: monitors, since: days[0], now: now, in: db)
            let histories = monitors.map { ($0.id, sources.history(of: $0, over: days[0]..<now)) }
            return PublicPage(
                page: page, asOf: now, days: days, monitors: Dictionary(uniqueKeysWithValues: histories),
                incidents: try Self.incidents(of: monitors.map(\.id), page.organization, now, in: db))
        }
    }

    private static func days(_ count: Int, until now: Instant) -> [Instant] {
        let today = now.floored(to: .days(1))
        return (0..<max(count, 1)).reversed().map { today - .days(Int64($0)) }
    }

    private static func incidents(
        of monitors: [ID<Monitor>], _ organization: ID<Organization>, _ now: Instant, in db: any Connection
    ) throws -> [PublicPage.IncidentHistory] {
        let repository = IncidentRepository()
        let (start, end) = (now - .days(Int64(self.incidentDays)), now + .milliseconds(1))
        // Anomalies and certificate warnings concern the operators of a service, not its users.
        let ofComponents = try repository.overlapping(monitors, of: organization, from: start, to: end, in: db)
            .filter { $0.cause != .anomaly && $0.cause != .certificate }
        // An announcement without components concerns everyone.
        let ofAll = try repository.announced(of: organization, from: start, to: end, in: db)
        let found = (ofComponents + ofAll).sorted { $0.id > $1.id }
        let updates = try repository.updates(of: found.map(\.id), in: db).filter(\.isPublic)
        let byIncident = Dictionary(grouping: updates, by: \.incident)
        let gaps = try OutageGaps(found, at: now, in: db)
        // A private announcement stays hidden until it has a public update.
        let known = found.filter { $0.cause != .manual || $0.isPublic || byIncident[$0.id] != nil }
        // Open incidents always stay, however many others have been resolved since.
        let resolved = Set(known.filter { $0.resolvedAt != nil }.prefix(self.maxResolved).map(\.id))
        return known.filter { $0.resolvedAt == nil || resolved.contains($0.id) }
            .map {
                PublicPage.IncidentHistory(incident: $0, updates: byIncident[$0.id] ?? [], unmeasured: gaps.unmeasured(of: $0))
            }
    }
}

/// The raw data of a page's monitors.
private struct Sources {
    let now: Instant
    var days: [ID<Monitor>: [RollupRow]]
    /// Of the last 24 hours.
    var hours: [ID<Monitor>: [RollupRow]]
    var locations: [ID<Monitor>: [LocationState]]
    var verdicts: [ID<Monitor>: Verdict]

    init(of monitors: [Monitor], since start: Instant, now: Instant, in db: any Connection) throws {
        let ids = monitors.map(\.id)
        let end = now + .days(1)
        self.now = now
        self.days = Dictionary(
            grouping: try RollupRepository().days(of: ids, from: start, to: end, in: db), by: \.monitor)
        self.hours = Dictionary(
            grouping: try RollupRepository().hours(of: ids, from: now - .days(1), to: end, in: db), by: \.monitor)
        self.locations = Dictionary(grouping: try LocationStateRepository().all(of: ids, in: db), by: \.monitor)
        self.verdicts = Dictionary(
            uniqueKeysWithValues: try MonitorStateRepository().all(of: ids, in: db).map { ($0.monitor, $0.verdict) })
    }

    func history(of monitor: Monitor, over period: Range<Instant>) -> PublicPage.MonitorHistory {
        let states = self.locations[monitor.id] ?? []
        let openHours = states.flatMap { $0.openHours(at: self.now) }
        var days: [Instant: DaySum] = [:]
        for row in self.days[monitor.id] ?? [] { days[row.start, default: DaySum()].add(row.rollup) }
        for open in openHours { days[open.hour.floored(to: .days(1)), default: DaySum()].add(open.rollup) }

        var total = Rollup()
        for (day, sum) in days where day >= period.lowerBound {
            total.measured += sum.measured
            total.downtime += sum.downtime
        }
        let locations = max(monitor.configuration.locations.count, 1)
        let report = UptimeReport(
            period: period, createdAt: monitor.createdAt, locations: locations, rollup: total, outages: [],
            parts: MeasuredParts(of: .days(1), quorum: monitor.configuration.quorum))
        return PublicPage.MonitorHistory(
            status: self.status(of: monitor, states), createdAt: monitor.createdAt, since: report.since,
            days: days.mapValues { $0.day(locations: locations) }, uptimePercent: total.uptimePercent,
            coveragePercent: report.coveragePercent, latency: self.latency(of: monitor, openHours))
    }

    private func status(of monitor: Monitor, _ states: [LocationState]) -> MonitorStatus {
        let last = states.compactMap(\.last).max { $0.slot < $1.slot }
        let configuration = monitor.configuration
        // A ping's result holds until the grace period of the next ping ends.
        var dueAt: Instant?
        if case .heartbeat(let timing) = configuration.schedule {
            dueAt = last.map { max($0.holdsUntil - timing.grace, monitor.effectiveAt + timing.interval) }
        }
        return MonitorStatus.derived(
            verdict: self.verdicts[monitor.id] ?? .pending, paused: monitor.paused, lastSlot: last?.slot,
            lastOutcome: last?.outcome, effectiveAt: monitor.effectiveAt, schedule: configuration.schedule, dueAt: dueAt,
            now: self.now)
    }

    private func latency(of monitor: Monitor, _ openHours: [HourlyRollup]) -> Duration? {
        var total = Rollup()
        for row in self.hours[monitor.id] ?? [] { total.merge(row.rollup) }
        for open in openHours where open.hour >= self.now - .days(1) { total.merge(open.rollup) }
        return total.latencyPercentile(0.5)
    }
}

/// The part of a day's rollups that uptime needs, without histograms.
private struct DaySum {
    var measured = Duration.zero
    var downtime = Duration.zero

    mutating func add(_ rollup: Rollup) {
        self.measured += rollup.measured
        self.downtime += rollup.downtime
    }

    func day(locations: Int) -> PublicPage.Day {
        var rollup = Rollup()
        rollup.measured = self.measured
        rollup.downtime = self.downtime
        return PublicPage.Day(uptimePercent: rollup.uptimePercent, downtime: self.downtime / locations)
    }
}
