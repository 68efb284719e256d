import HawkCore
import HawkStore

/// Computes the unmeasured time within outages from rollups. The number of queries does not depend on the number of outages.
struct OutageGaps {
    private let monitors: [ID<Monitor>: Monitor]
    private var hours: [ID<Monitor>: MeasuredParts] = [:]
    private var days: [ID<Monitor>: MeasuredParts] = [:]
    private let now: Instant

    /// - Parameter incidents: Only those with cause `check` are considered.
    init(_ incidents: [Incident], at now: Instant, in db: any Connection) throws {
        let spans = incidents.filter { $0.cause == .check }.flatMap { incident in
            incident.monitors.map { (monitor: $0, span: Span(incident, until: now)) }
        }
        let ids = Set(spans.map { $0.monitor }).sorted()
        self.now = now
        guard !ids.isEmpty else {
            self.monitors = [:]
            return
        }
        self.monitors = Dictionary(uniqueKeysWithValues: try MonitorRepository().all(ids, in: db).map { ($0.id, $0) })
        for monitor in self.monitors.values {
            self.hours[monitor.id] = MeasuredParts(of: .hours(1), quorum: monitor.configuration.quorum)
            self.days[monitor.id] = MeasuredParts(of: .days(1), quorum: monitor.configuration.quorum)
        }
        let rollups = RollupRepository()
        for row in try rollups.hours(of: ids, at: Set(spans.flatMap { $0.span.hours }).sorted(), in: db) {
            self.hours[row.monitor]?.add(row.rollup, from: row.start, at: row.location)
        }
        for row in try rollups.days(of: ids, at: Set(spans.flatMap { $0.span.wholeDays }).sorted(), in: db) {
            self.days[row.monitor]?.add(row.rollup, from: row.start, at: row.location)
        }
        for state in try LocationStateRepository().all(of: ids, in: db) {
            for hour in state.openHours(at: now) {
                self.hours[state.monitor]?.add(hour.rollup, from: hour.hour, at: state.location)
                self.days[state.monitor]?.add(hour.rollup, from: hour.hour, at: state.location)
            }
        }
    }

    /// - Returns: Nil if the cause is not `check`, or the rollups were deleted with the monitor.
    func unmeasured(of incident: Incident) -> Duration? {
        guard incident.cause == .check, let monitor = incident.monitors.first.flatMap({ self.monitors[$0] }),
            let hours = self.hours[monitor.id], let days = self.days[monitor.id], !hours.isEmpty || !days.isEmpty
        else { return nil }
        let outage = [TimeSpan(start: incident.startedAt, end: incident.resolvedAt)]
        func lost(_ parts: MeasuredParts, _ span: Range<Instant>) -> Duration {
            let start = max(span.lowerBound, monitor.createdAt)
            return parts.unmeasured(of: outage, within: start..<max(min(span.upperBound, self.now), start)).reduce(.zero, +)
        }
        let span = Span(incident, until: self.now)
        return lost(hours, span.before) + lost(days, span.between) + lost(hours, span.after)
    }

    /// The hours and the whole days that an incident covers.
    private struct Span {
        /// Hours before the first midnight, or all hours.
        let before: Range<Instant>
        let between: Range<Instant>
        /// Hours from the last midnight.
        let after: Range<Instant>

        init(_ incident: Incident, until now: Instant) {
            let start = incident.startedAt.floored(to: .hours(1))
            let last = max((incident.resolvedAt ?? now) - .milliseconds(1), incident.startedAt)
            let end = last.floored(to: .hours(1)) + .hours(1)
            let firstMidnight = min((start - .milliseconds(1)).floored(to: .days(1)) + .days(1), end)
            let lastMidnight = max(last.floored(to: .days(1)), firstMidnight)
            self.before = start..<firstMidnight
            self.between = firstMidnight..<lastMidnight
            self.after = lastMidnight..<max(end, lastMidnight)
        }

        var hours: [Instant] { Self.starts(in: self.before, .hours(1)) + Self.starts(in: self.after, .hours(1)) }
        var wholeDays: [Instant] { Self.starts(in: self.between, .days(1)) }

        private static func starts(in range: Range<Instant>, _ step: Duration) -> [Instant] {
            stride(from: range.lowerBound.milliseconds, to: range.upperBound.milliseconds, by: Int(step.milliseconds))
                .map(Instant.init(milliseconds:))
        }
    }
}
