package import HawkCore

/// The periods of statistics.
package enum StatsPeriod: String, Sendable, CaseIterable {
    case day = "24h"
    case week = "7d"
    case month = "30d"
    case quarter = "90d"
    case year = "365d"

    private var days: Int64 {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 30
        case .quarter: 90
        case .year: 365
        }
    }

    /// The period up to `now`. Rollups have a resolution of one hour, so the period begins with the hour of its start.
    package func range(until now: Instant) -> Range<Instant> { (now - .days(self.days)).floored(to: .hours(1))..<now }
}

/// The rollups that cover a period: whole days if possible, and the hours before the first whole day.
struct RollupSpan: Sendable, Equatable {
    /// The hours to read, by their start.
    let hours: Range<Instant>
    /// The days to read, by their start. A day's rollup contains its closed hours, so the last day may be today.
    let days: Range<Instant>

    /// Creates a span that must end now: only then does today's rollup not exceed it.
    init(from start: Instant, until now: Instant) {
        let midnight = start.floored(to: .days(1)) == start ? start : start.floored(to: .days(1)) + .days(1)
        let firstDay = min(midnight, now)
        self.hours = start..<max(firstDay, start)
        self.days = firstDay..<max(now, firstDay)
    }
}
