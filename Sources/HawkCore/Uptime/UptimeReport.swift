/// What a period of one monitor's history amounts to: uptime from measured time, and beside it how much was measured at all.
package struct UptimeReport: Sendable, Equatable {
    /// Every roll-up of the period, merged over hours and locations.
    package let rollup: Rollup
    /// Measured time in percent of the time in which the monitor existed and was not paused; nil where there was none.
    package let coveragePercent: Double?
    /// The time of the period that lies in an outage.
    package let downtime: Duration
    /// How many outages lie in the period or reach into it.
    package let incidents: Int
    /// Mean length of the outages that are over; nil without any.
    package let meanTimeToRepair: Duration?
    /// Measured time without a failure per outage; nil without any.
    package let meanTimeBetweenFailures: Duration?

    /// - Parameters:
    ///   - period: as long as what `rollup` was gathered over.
    ///   - createdAt: when the monitor began to exist.
    ///   - locations: how many locations were to measure all the time.
    package init(
        period: Range<Instant>, createdAt: Instant, locations: Int, rollup: Rollup, pauses: [TimeSpan], outages: [TimeSpan]
    ) {
        let existence = max(period.lowerBound, createdAt)..<max(period.upperBound, createdAt)
        let length = existence.upperBound - existence.lowerBound
        let paused = pauses.reduce(Duration.zero) { $0 + $1.overlap(with: existence) }
        let expected = max(length - paused, .zero).seconds * Double(max(locations, 1))
        self.rollup = rollup
        self.coveragePercent = expected > 0 ? min(rollup.measured.seconds / expected * 100, 100) : nil

        let touching = outages.filter { $0.touches(period) }
        self.downtime = touching.reduce(.zero) { $0 + $1.overlap(with: period) }
        self.incidents = touching.count
        let repairs = touching.compactMap { outage in outage.end.map { $0 - outage.start } }
        self.meanTimeToRepair = repairs.isEmpty ? nil : repairs.reduce(.zero, +) / repairs.count
        self.meanTimeBetweenFailures = touching.isEmpty ? nil : (rollup.measured - rollup.downtime) / touching.count
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
