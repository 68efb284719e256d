package import HawkCore

/// The spans that statistics are asked for.
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

    /// The span up to `now`. Roll-ups know no less than an hour, so it begins with the hour that its start lies in.
    package func range(until now: Instant) -> Range<Instant> { (now - .days(self.days)).floored(to: .hours(1))..<now }
}

/// Which roll-ups make up a span: whole days where it has them, hours before the first of them.
struct RollupSpan: Sendable, Equatable {
    /// Hours to read, by their start.
    let hours: Range<Instant>
    /// Days to read, by their start. A day's roll-up holds its closed hours, so the last may be today.
    let days: Range<Instant>

    /// A span that ends now, so that today's roll-up never holds more than the span.
    init(from start: Instant, until now: Instant) {
        let midnight = start.floored(to: .days(1)) == start ? start : start.floored(to: .days(1)) + .days(1)
        let firstDay = min(midnight, now)
        self.hours = start..<max(firstDay, start)
        self.days = firstDay..<max(now, firstDay)
    }
}
