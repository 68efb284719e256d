import HawkCore
import HawkEngine
import Hummingbird

/// The data of a chart over a span of time.
struct SeriesBody: ResponseEncodable {
    private let stepSeconds: Double
    private let buckets: [Bucket]
    private let anomalies: [TimeSpanBody]
    private let outages: [TimeSpanBody]
    /// This version has no maintenance.
    private let maintenance: [TimeSpanBody] = []

    init(_ series: MonitorOperations.Series) {
        self.stepSeconds = series.buckets.step.wireSeconds
        self.buckets = series.buckets.buckets.map { Bucket($0, of: series.locations) }
        self.anomalies = series.anomalies.map(TimeSpanBody.init)
        self.outages = series.outages.map(TimeSpanBody.init)
    }

    private struct Bucket: Encodable {
        struct Latency: Encodable {
            let min: Double?
            let mean: Double?
            let p95: Double?
            let max: Double?
        }

        let at: Instant
        let checks: Int
        let down: Int
        let unknown: Int
        let measuredSeconds: Double
        let downtimeSeconds: Double
        let latencyMs: Latency

        init(_ bucket: TimeBuckets.Bucket, of locations: Int) {
            let rollup = bucket.rollup
            self.at = bucket.at
            self.checks = rollup.checks
            self.down = rollup.down
            self.unknown = rollup.unknown
            self.measuredSeconds = (rollup.measured / locations).wireSeconds
            self.downtimeSeconds = (rollup.downtime / locations).wireSeconds
            self.latencyMs = Latency(
                min: rollup.latencyMinimum?.wireMilliseconds, mean: rollup.latencyMean?.wireMilliseconds,
                p95: rollup.latencyPercentile(0.95)?.wireMilliseconds, max: rollup.latencyMaximum?.wireMilliseconds)
        }
    }
}

/// A span of time; `to` is null if it has not ended.
struct TimeSpanBody: Encodable {
    private let from: Instant
    private let to: Instant?

    init(_ span: TimeSpan) {
        self.from = span.start
        self.to = span.end
    }
}
