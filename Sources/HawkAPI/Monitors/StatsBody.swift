import HawkCore
import HawkEngine
import Hummingbird

/// The statistics of a period.
struct StatsBody: ResponseEncodable {
    private let period: String
    private let since: Instant?
    private let uptimePercent: Double?
    private let coveragePercent: Double?
    private let checks: Int
    private let up: Int
    private let degraded: Int
    private let down: Int
    private let unknown: Int
    private let downtimeSeconds: Double
    /// This version has no maintenance, so the value is always 0.
    private let maintenanceSeconds = 0.0
    private let incidents: Int
    private let mttrSeconds: Double?
    private let mtbfSeconds: Double?
    private let latencyMs: LatencyBody
    private let lastCheck: Instant?

    init(_ stats: MonitorOperations.Stats) {
        let report = stats.report
        self.period = stats.period.rawValue
        self.since = report.since
        self.uptimePercent = report.rollup.uptimePercent
        self.coveragePercent = report.coveragePercent
        self.checks = report.rollup.checks
        self.up = report.rollup.up
        self.degraded = report.rollup.degraded
        self.down = report.rollup.down
        self.unknown = report.rollup.unknown
        self.downtimeSeconds = report.downtime.wireSeconds
        self.incidents = report.incidents
        self.mttrSeconds = report.meanTimeToRepair?.wireSeconds
        self.mtbfSeconds = report.meanTimeBetweenFailures?.wireSeconds
        self.latencyMs = LatencyBody(report.rollup)
        self.lastCheck = stats.lastCheckedAt
    }
}

/// Latencies of successes, in milliseconds. All are nil if there were none.
struct LatencyBody: Encodable {
    private let mean: Double?
    private let min: Double?
    private let max: Double?
    private let p50: Double?
    private let p95: Double?
    private let p99: Double?

    init(_ rollup: Rollup) {
        self.mean = rollup.latencyMean?.wireMilliseconds
        self.min = rollup.latencyMinimum?.wireMilliseconds
        self.max = rollup.latencyMaximum?.wireMilliseconds
        self.p50 = rollup.latencyPercentile(0.5)?.wireMilliseconds
        self.p95 = rollup.latencyPercentile(0.95)?.wireMilliseconds
        self.p99 = rollup.latencyPercentile(0.99)?.wireMilliseconds
    }
}
