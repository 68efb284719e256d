import HawkCore

/// The metrics of the ping intake.
struct PingMeters: Sendable {
    private let pings: Counter
    private let failures: Counter
    private let batch: Histogram
    private let time: Histogram

    /// - Parameter waiting: Returns how many pings wait now.
    init(_ metrics: Metrics, waiting: @escaping @Sendable () -> Int) {
        self.pings = metrics.counter(
            "statushawk_pings_total",
            "Pings by outcome: recorded, unknown (no such monitor), refused (rate limit or not stored in time).",
            labels: ["outcome"])
        self.failures = metrics.counter(
            "statushawk_ping_batch_failures_total", "Batches of pings that could not be written and were retried.")
        self.batch = metrics.histogram(
            "statushawk_ping_batch_pings", "Pings per transaction.", bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500])
        self.time = metrics.histogram(
            "statushawk_ping_batch_seconds", "Duration of one transaction of pings.",
            bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5])
        for outcome in ["recorded", "unknown", "refused"] { self.pings.increment([outcome], by: 0) }
        metrics.gauge("statushawk_pings_waiting", "Pings waiting to be written.").read { Double(waiting()) }
    }

    func wrote(_ known: [Bool], in time: Duration) {
        let recorded = known.count { $0 }
        self.pings.increment(["recorded"], by: Double(recorded))
        self.pings.increment(["unknown"], by: Double(known.count - recorded))
        self.batch.observe(Double(known.count))
        self.time.observe(time.seconds)
    }

    func failed() { self.failures.increment() }
    func refused() { self.pings.increment(["refused"]) }
}
