import HawkCore
import HawkStore

/// What a scheduler tells Prometheus.
struct SchedulerMeters: Sendable {
    private let leader: Gauge
    private let active: Gauge
    private let tasks: Counter
    private let unsent: Counter
    private let unmeasured: Gauge

    init(_ metrics: Metrics) {
        self.leader = metrics.gauge("statushawk_scheduler_leader", "1 where this process leads.")
        self.active = metrics.gauge("statushawk_scheduler_monitors", "Active monitors known to the leader.")
        self.tasks = metrics.counter("statushawk_scheduler_tasks_total", "Tasks emitted.")
        self.unsent = metrics.counter("statushawk_scheduler_unsent_tasks_total", "Tasks that the broker did not take: gaps.")
        self.unmeasured = metrics.gauge(
            "statushawk_clock_unmeasured_until_timestamp_seconds",
            "Until when nothing is measured because the clock was ahead and has been set back, at the leader; 0 where it never was."
        )
        self.leader.set(0)
        self.unmeasured.set(0)
    }

    func leads(_ leads: Bool) { self.leader.set(leads ? 1 : 0) }
    func monitors(_ count: Int) { self.active.set(Double(count)) }
    func emitted(_ count: Int) { self.tasks.increment(by: Double(count)) }
    func clockSetbacks(_ setbacks: [ClockSetback]) {
        let until = setbacks.map(\.span.upperBound).max() ?? .epoch
        self.unmeasured.set(Double(until.milliseconds) / 1_000)
    }
    func lost(_ count: Int) { self.unsent.increment(by: Double(count)) }
}
