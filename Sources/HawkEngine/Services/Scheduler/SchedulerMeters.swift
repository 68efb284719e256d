import HawkCore

/// The metrics of a scheduler.
struct SchedulerMeters: Sendable {
    private let leader: Gauge
    private let active: Gauge
    private let tasks: Counter
    private let unsent: Counter
    private let unmeasured: Gauge

    init(_ metrics: Metrics) {
        self.leader = metrics.gauge("statushawk_scheduler_leader", "1 if this process is the leading scheduler, otherwise 0.")
        self.active = metrics.gauge("statushawk_scheduler_monitors", "Active monitors known to the leader.")
        self.tasks = metrics.counter("statushawk_scheduler_tasks_total", "Check tasks emitted.")
        self.unsent = metrics.counter(
            "statushawk_scheduler_unsent_tasks_total", "Check tasks that the broker did not accept; they leave gaps.")
        self.unmeasured = metrics.gauge(
            "statushawk_clock_unmeasured_until_timestamp_seconds",
            "Until when nothing is measured because the clock was set back, as Unix time, on the leader; 0 if this never happened."
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
