/// The summary of a period of one monitor's history: uptime from the measured time, and its coverage.
///
/// Time that was not measured (missing or inconclusive checks, pauses) is neither uptime nor downtime. It lowers coverage.
package struct UptimeReport: Sendable, Equatable {
    /// The sum of the period's rollups over hours and locations.
    package let rollup: Rollup
    /// The start of the measured period if the monitor is younger than the requested period. Nil otherwise.
    package let since: Instant?
    /// The measured time in percent of the time in which the monitor existed. Nil if it did not exist.
    package let coveragePercent: Double?
    /// The measured time of the period that lies in outages.
    package let downtime: Duration
    /// How many outages lie in the period or reach into it.
    package let incidents: Int
    /// The mean length of finished outages, without their unmeasured time. Nil if there are none.
    package let meanTimeToRepair: Duration?
    /// The measured time without a failure per outage. Nil if there are no outages.
    package let meanTimeBetweenFailures: Duration?

    /// - Parameters:
    ///   - period: the period that `rollup` covers.
    ///   - createdAt: when the monitor was created.
    ///   - locations: how many locations should measure all the time.
    ///   - outages: the outages of the monitor. None overlap.
    ///   - parts: the measured time of the period, by day.
    package init(
        period: Range<Instant>, createdAt: Instant, locations: Int, rollup: Rollup, outages: [TimeSpan],
        parts: MeasuredParts
    ) {
        let existence = max(period.lowerBound, createdAt)..<max(period.upperBound, createdAt)
        let expected = (existence.upperBound - existence.lowerBound).seconds * Double(max(locations, 1))
        self.rollup = rollup
        self.since = createdAt > period.lowerBound ? createdAt : nil
        self.coveragePercent = expected > 0 ? min(rollup.measured.seconds / expected * 100, 100) : nil

        let touching = outages.filter { $0.touches(period) }
        let lost = parts.unmeasured(of: touching, within: existence)
        self.downtime = zip(touching, lost).reduce(.zero) { $0 + max($1.0.overlap(with: period) - $1.1, .zero) }
        self.incidents = touching.count
        let repairs = zip(touching, lost).compactMap { outage, lost in outage.end.map { max($0 - outage.start - lost, .zero) } }
        self.meanTimeToRepair = repairs.isEmpty ? nil : repairs.reduce(.zero, +) / repairs.count
        self.meanTimeBetweenFailures =
            touching.isEmpty ? nil : max(rollup.measured - rollup.downtime, .zero) / touching.count
    }
}

/// A span with an optional end, such as a pause or an outage.
package struct TimeSpan: Sendable, Equatable {
    package var start: Instant
    /// Nil while it lasts.
    package var end: Instant?

    package init(start: Instant, end: Instant?) {
        self.start = start
        self.end = end
    }

    package func touches(_ range: Range<Instant>) -> Bool {
        self.start < range.upperBound && self.end ?? range.upperBound >= range.lowerBound
    }

    package func overlap(with range: Range<Instant>) -> Duration {
        let from = max(self.start, range.lowerBound)
        let to = min(self.end ?? range.upperBound, range.upperBound)
        return to > from ? to - from : .zero
    }
}
