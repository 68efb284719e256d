import HawkCore

/// The metrics of a recorder.
struct RecorderMeters: Sendable {
    private let results: Counter
    private let refused: Counter
    private let ahead: Counter
    private let failures: Counter
    private let spilled: Counter
    private let dropped: Counter
    private let held: Counter
    private let batch: Histogram
    private let time: Histogram

    /// - Parameters:
    ///   - waiting: Returns how many results wait in memory now.
    ///   - spill: The results on disk.
    ///   - held: The results on disk that wait for a repair.
    init(_ metrics: Metrics, waiting: @escaping @Sendable () -> Int, spill: Spill?, held: Spill?) {
        self.results = metrics.counter("statushawk_recorder_results_total", "Results stored durably.")
        self.refused = metrics.counter(
            "statushawk_recorder_refused_total", "Results refused because their slot is older than a day.")
        self.ahead = metrics.counter(
            "statushawk_recorder_ahead_total",
            "Results stored but not counted because the clock that set their slots was ahead of the database's clock.")
        self.failures = metrics.counter(
            "statushawk_recorder_failures_total", "Batches of results that could not be written and were kept for a retry.")
        self.spilled = metrics.counter(
            "statushawk_recorder_spilled_results_total", "Results spilled to disk while the database was unavailable.")
        self.dropped = metrics.counter(
            "statushawk_recorder_dropped_results_total", "Results dropped because the database rejects them as invalid.")
        self.held = metrics.counter(
            "statushawk_recorder_held_results_total", "Results held on disk because their table in the database is damaged.")
        self.batch = metrics.histogram(
            "statushawk_recorder_batch_results", "Results per transaction.",
            bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000])
        self.time = metrics.histogram(
            "statushawk_recorder_batch_seconds", "Duration of one transaction of results.",
            bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5])
        metrics.gauge("statushawk_recorder_waiting_results", "Results waiting to be written.").read { Double(waiting()) }
        metrics.gauge("statushawk_recorder_spilled_bytes", "Size of the spilled results on disk.").read {
            Double(spill?.bytes ?? 0)
        }
        metrics.gauge("statushawk_recorder_held_bytes", "Size of the results held on disk until the database is repaired.").read {
            Double(held?.bytes ?? 0)
        }
        metrics.gauge("statushawk_recorder_unreadable_files", "Files of spilled results that cannot be read and are kept.").read {
            Double((spill?.unreadable.count ?? 0) + (held?.unreadable.count ?? 0))
        }
    }

    func wrote(_ count: Int, in time: Duration, refused: Int, ahead: Int) {
        self.ahead.increment(by: Double(ahead))
        self.results.increment(by: Double(count - refused))
        self.refused.increment(by: Double(refused))
        self.batch.observe(Double(count))
        self.time.observe(time.seconds)
    }

    func failed() { self.failures.increment() }
    func spilled(_ count: Int) { self.spilled.increment(by: Double(count)) }
    func held(_ count: Int) { self.held.increment(by: Double(count)) }
    func dropped(_ count: Int) { self.dropped.increment(by: Double(count)) }
}
