package import HawkCore
import HawkStore

extension MonitorOperations {
    /// The chart data of a period.
    package struct Series: Sendable {
        package let buckets: TimeBuckets
        /// The number of locations that each bucket's times are summed over.
        package let locations: Int
        package let anomalies: [TimeSpan]
        package let outages: [TimeSpan]
    }

    /// Up to this period and about this many results, a chart uses single results, otherwise rollups.
    private static let closeUp = Duration.hours(6)
    private static let closeUpResults: Int64 = 25_000
    static let maxSeriesLength = Duration.days(400)

    /// - Parameter points: The maximum number of buckets, at least 2.
    package func series(
        of id: ID<Monitor>, from: Instant?, to: Instant?, points: Int, as principal: Principal
    ) async throws -> Series {
        try principal.require(.viewer)
        return try await self.engine.database.read { db in
            let monitor = try self.monitors.require(id, of: principal.organization, in: db)
            let now = try db.now()
            let end = min(to ?? now, now)
            let start = from ?? end - .days(1)
            guard start < end else { throw OperationError.invalid("from", "must be before the end of the range, and before now") }
            guard end - start <= Self.maxSeriesLength else {
                throw OperationError.invalid("from", "must be at most \(Self.maxSeriesLength.words) before the end of the range")
            }
            let range = start..<end
            let incidents = IncidentRepository()
            return Series(
                buckets: try self.buckets(of: monitor, range, points: points, now: now, in: db),
                locations: max(monitor.configuration.locations.count, 1),
                anomalies: try incidents.spans(of: id, cause: .anomaly, touching: range, in: db),
                outages: try incidents.spans(of: id, cause: .check, touching: range, in: db))
        }
    }

    private func buckets(
        of monitor: Monitor, _ range: Range<Instant>, points: Int, now: Instant, in db: any Connection
    ) throws -> TimeBuckets {
        let least = self.leastStep(of: monitor)
        let fine = TimeBuckets.step(for: range, points: points, unit: .seconds(1), atLeast: least)
        guard fine >= .hours(1) || !self.isCloseUp(range, of: monitor, now: now) else {
            return try self.closeUp(of: monitor, range, step: fine, now: now, in: db)
        }
        let hourly = TimeBuckets.step(for: range, points: points, unit: .hours(1), atLeast: least)
        let isDaily = hourly >= .days(1)
        let step = isDaily ? TimeBuckets.step(for: range, points: points, unit: .days(1), atLeast: least) : hourly
        var buckets = TimeBuckets(range, step: step)
        let span = (buckets.buckets.first?.at ?? range.lowerBound)..<range.upperBound
        let rollups = RollupRepository()
        let closed =
            try isDaily
            ? rollups.days(of: [monitor.id], from: span.lowerBound, to: span.upperBound, in: db)
            : rollups.hours(of: [monitor.id], from: span.lowerBound, to: span.upperBound, in: db)
        let open = try LocationStateRepository().all(of: [monitor.id], in: db).flatMap { $0.openHours(at: now) }
        for row in closed { buckets.add(HourlyRollup(hour: row.start, rollup: row.rollup)) }
        for hour in open where span.contains(hour.hour) { buckets.add(hour) }
        return buckets
    }

    /// A bucket shorter than the interval may contain no check and would show a false gap. Jobs on a cron schedule run at varying
    /// intervals.
    private func leastStep(of monitor: Monitor) -> Duration {
        let configuration = monitor.configuration
        let schedule = self.engine.monitorTypes.heartbeatSchedule(of: configuration)
        return schedule?.cron == nil ? configuration.interval : .zero
    }

    /// Whether the results of the period are still stored, and few enough to be read one by one.
    private func isCloseUp(_ range: Range<Instant>, of monitor: Monitor, now: Instant) -> Bool {
        let length = range.upperBound - range.lowerBound
        let locations = Int64(monitor.configuration.locations.count)
        return length <= Self.closeUp
            && length.milliseconds / monitor.configuration.interval.milliseconds * locations <= Self.closeUpResults
            && range.lowerBound >= now - .days(Int64(self.engine.installation.retentionDays))
    }

    private func closeUp(
        of monitor: Monitor, _ range: Range<Instant>, step: Duration, now: Instant, in db: any Connection
    ) throws -> TimeBuckets {
        var buckets = TimeBuckets(range, step: step)
        // The result that holds at the start of the period has an earlier slot.
        let reach = monitor.configuration.interval + monitor.configuration.schedule.maxDelay
        let samples = try ResultRepository().samples(
            of: monitor.id, from: range.lowerBound - reach, to: range.upperBound, limit: 2 * Int(Self.closeUpResults), in: db)
        let pauses = try self.monitors.pauses(
            of: [monitor.id], from: range.lowerBound - reach, to: range.upperBound, in: db)
        var last: [String: ResultRepository.Sample] = [:]
        func settle(_ sample: ResultRepository.Sample, before next: Instant) {
            // As in the fold: a pause or a new revision ends the current result.
            let pause = pauses.first { $0.from >= sample.slot }?.from ?? next
            let changed = sample.revision < monitor.revision ? monitor.effectiveAt : next
            let end = min(sample.holdsUntil, next, pause, max(changed, sample.slot))
            buckets.hold(sample.outcome, from: max(sample.slot, range.lowerBound), to: end)
        }
        for sample in samples {
            if let earlier = last.updateValue(sample, forKey: sample.location) { settle(earlier, before: sample.slot) }
            guard sample.slot >= range.lowerBound else { continue }
            buckets.count(sample.outcome, latency: sample.latency, anomalous: sample.anomalous, at: sample.slot)
        }
        for sample in last.values { settle(sample, before: min(range.upperBound, now)) }
        return buckets
    }
}
