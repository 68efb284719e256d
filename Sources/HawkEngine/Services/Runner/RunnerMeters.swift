import HawkCore
import Synchronization

/// The metrics of a runner.
struct RunnerMeters: Sendable {
    private let tasks: Counter
    private let checks: Counter
    private let attempts: Counter
    private let lateness: Histogram
    private let onDemand: Counter
    private let loads = LoadBoard()

    /// - Parameter reserve: The places of on-demand checks.
    init(_ metrics: Metrics, reserve: Places<OnDemandReserve>) {
        self.tasks = metrics.counter(
            "statushawk_runner_tasks_total",
            "Check tasks by fate: started; stale, overflowing or interrupted (gaps); overlapping or repeated (covered).",
            labels: ["fate"])
        self.checks = metrics.counter("statushawk_checks_total", "Checks by outcome.", labels: ["outcome"])
        self.attempts = metrics.counter("statushawk_attempts_total", "Attempts within checks, by outcome.", labels: ["outcome"])
        self.lateness = metrics.histogram(
            "statushawk_check_lateness_seconds", "Delay from a check's slot to its start.",
            bounds: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30])
        metrics.gauge("statushawk_runner_checks_in_flight", "Checks in flight.").read { [loads] in
            Double(loads.sum.inFlight)
        }
        metrics.gauge("statushawk_runner_waiting_tasks", "Due tasks and checks waiting for a free place.").read {
            [loads] in
            Double(loads.sum.waiting)
        }
        metrics.gauge(
            "statushawk_runner_held_back_organizations",
            "Organizations whose checks have used up their processor time, summed over event loops."
        ).read { [loads] in Double(loads.sum.heldBack) }
        self.onDemand = metrics.counter(
            "statushawk_runner_on_demand_checks_total",
            "On-demand checks by fate: started, refused (too many), abandoned (the request ended).",
            labels: ["fate"])
        metrics.gauge("statushawk_runner_on_demand_checks_in_flight", "On-demand checks in flight.").read {
            Double(reserve.load.held)
        }
        metrics.gauge("statushawk_runner_waiting_on_demand_checks", "On-demand checks waiting for a free place.").read {
            Double(reserve.load.waiting)
        }
        for fate in OnDemandFate.allCases { self.onDemand.increment([fate.rawValue], by: 0) }
        for count in RunnerCount.allCases { self.tasks.increment([count.rawValue], by: 0) }
        for outcome in Outcome.allCases {
            self.checks.increment([outcome.rawValue], by: 0)
            self.attempts.increment([outcome.rawValue], by: 0)
        }
    }

    func count(_ fate: RunnerCount, by count: Int = 1) { self.tasks.increment([fate.rawValue], by: Double(count)) }

    func countOnDemand(_ fate: OnDemandFate) { self.onDemand.increment([fate.rawValue]) }

    func count(_ result: CheckResult) { self.checks.increment([result.outcome.rawValue]) }

    func countAttempt(_ outcome: Outcome) { self.attempts.increment([outcome.rawValue]) }

    /// - Parameter part: The index of the runner's event loop.
    func report(_ load: RunnerLoad, of part: Int) { self.loads.set(load, part) }

    func observe(lateness: Duration) { self.lateness.observe(max(lateness.seconds, 0)) }
}

/// The last reported load of each event loop.
private final class LoadBoard: Sendable {
    private let loads = Mutex<[Int: RunnerLoad]>([:])

    func set(_ load: RunnerLoad, _ part: Int) { self.loads.withLock { $0[part] = load } }

    var sum: RunnerLoad {
        self.loads.withLock { loads in
            loads.values.reduce(into: RunnerLoad()) { sum, load in
                sum.inFlight += load.inFlight
                sum.waiting += load.waiting
                sum.heldBack += load.heldBack
            }
        }
    }
}
