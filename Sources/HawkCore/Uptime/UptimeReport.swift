/// What a period of one monitor's history amounts to: uptime from measured time, and beside it how much was measured at all.
///
/// What was not measured (checks that did not take place or could not tell, pauses) is neither uptime nor downtime; it lowers coverage.
package struct UptimeReport: Sendable, Equatable {
    /// Every roll-up of the period, merged over hours and locations.
    package let rollup: Rollup
    /// When the period begins for a monitor that is younger; nil for one that is as old.
    package let since: Instant?
    /// Measured time in percent of the time in which the monitor existed; nil where there was none.
    package let coveragePercent: Double?
    /// The measured time of the period that lies in an outage.
    package let downtime: Duration
    /// How many outages lie in the period or reach into it.
    package let incidents: Int
    /// Mean length of the outages that are over, without what was not measured of them; nil without any.
    package let meanTimeToRepair: Duration?
    /// Measured time without a failure per outage; nil without any.
    package let meanTimeBetweenFailures: Duration?

    /// - Parameters:
    ///   - period: as long as what `rollup` was gathered over.
    ///   - createdAt: when the monitor began to exist.
    ///   - locations: how many locations were to measure all the time.
    ///   - outages: those of the monitor, of which none overlap.
    ///   - parts: the days of the period in which something was measured or not.
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

/// Something that began and may not have ended yet: a pause, an outage.
package struct TimeSpan: Sendable, Equatable {
    package var start: Instant
    /// nil: it lasts.
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
