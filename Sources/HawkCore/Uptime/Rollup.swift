/// The totals of the checks in one span of time: an hour, a day, or any sum of them. Rollups add up.
package struct Rollup: Sendable, Equatable {
    package var checks = 0
    package var up = 0
    package var degraded = 0
    package var down = 0
    package var unknown = 0
    package var anomalous = 0
    /// Successes without a known latency.
    package var untimed = 0
    /// The time that results other than `unknown` cover.
    package var measured: Duration = .zero
    /// The part of it that `down` results cover.
    package var downtime: Duration = .zero
    /// The sum over successes with a known latency.
    package var latencySum: Duration = .zero
    package var latencyMinimum: Duration?
    package var latencyMaximum: Duration?
    package var latencies = LatencyHistogram()

    package init() {}

    package var isEmpty: Bool { self.checks == 0 && self.measured == .zero }

    /// The share of the measured time that was not down, in percent. Nil if nothing was measured.
    package var uptimePercent: Double? {
        guard self.measured > .zero else { return nil }
        return (1 - self.downtime.seconds / self.measured.seconds) * 100
    }

    package var latencyMean: Duration? {
        let count = self.up + self.degraded - self.untimed
        return count > 0 ? self.latencySum / count : nil
    }

    /// Returns the latency that a share of the timed successes does not exceed. It is an estimate within the measured range. For
    /// the fastest and the slowest, the exact value is known.
    /// - Parameter share: 0 to 1.
    package func latencyPercentile(_ share: Double) -> Duration? {
        guard let estimate = self.latencies.quantile(share), let fastest = self.latencyMinimum,
            let slowest = self.latencyMaximum
        else { return nil }
        let (rank, count) = (self.latencies.rank(of: share), self.latencies.count)
        if rank == count { return slowest }
        return rank == 1 ? fastest : min(max(estimate, fastest), slowest)
    }

    /// Counts a check without the time that it covers, which depends on the next result.
    package mutating func count(_ result: CheckResult) {
        self.count(result.outcome, latency: result.latency, anomalous: result.anomalous)
    }

    package mutating func count(_ outcome: Outcome, latency: Duration?, anomalous: Bool) {
        self.checks += 1
        switch outcome {
        case .up: self.up += 1
        case .degraded: self.degraded += 1
        case .down: self.down += 1
        case .unknown: self.unknown += 1
        }
        if anomalous { self.anomalous += 1 }
        guard outcome == .up || outcome == .degraded else { return }
        guard let latency else {
            self.untimed += 1
            return
        }
        self.latencySum += latency
        self.latencyMinimum = min(self.latencyMinimum ?? latency, latency)
        self.latencyMaximum = max(self.latencyMaximum ?? latency, latency)
        self.latencies.add(latency)
    }

    /// Adds time that a result with this outcome covers.
    package mutating func hold(_ outcome: Outcome, for duration: Duration) {
        guard outcome != .unknown else { return }
        self.measured += duration
        if outcome == .down { self.downtime += duration }
    }

    package mutating func merge(_ other: Rollup) {
        self.checks += other.checks
        self.up += other.up
        self.degraded += other.degraded
        self.down += other.down
        self.unknown += other.unknown
        self.anomalous += other.anomalous
        self.untimed += other.untimed
        self.measured += other.measured
        self.downtime += other.downtime
        self.latencySum += other.latencySum
        self.latencyMinimum = [self.latencyMinimum, other.latencyMinimum].compactMap { $0 }.min()
        self.latencyMaximum = [self.latencyMaximum, other.latencyMaximum].compactMap { $0 }.max()
        self.latencies.merge(other.latencies)
    }
}

/// A rollup and the hour that it covers.
package struct HourlyRollup: Sendable, Equatable {
    package var hour: Instant
    package var rollup: Rollup

    package init(hour: Instant, rollup: Rollup) {
        self.hour = hour
        self.rollup = rollup
    }
}
