import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// The part of a runner that lives on one event loop: its waiting tasks, its checks in flight.
///
/// At most one check per monitor is in flight; a slot that comes due meanwhile is covered by it. One whose task came late, when leaders
/// change or a runner has died, covers none: the next slot is not to be lost as well, and is checked beside it.
final class RunnerLoop {
    /// What becomes of tasks and results; called on the event loop.
    struct Hooks {
        let prepare: (CheckTask) throws -> PreparedProbe
        let deliver: (CheckResult) -> Void
        /// A task that comes to nothing.
        let drop: (CheckTask, RunnerCount) -> Void
        /// Tasks that are not started because this runner ends.
        let giveBack: ([CheckTask]) -> Void
        /// Whether results can be taken; checks are not started otherwise.
        let isReady: () -> Bool
        /// A check begins, so long after its slot.
        let begin: (Duration) -> Void
        let report: (RunnerLoad) -> Void
    }

    /// A task that comes longer than this after its slot is late.
    private static let tolerance = Duration.milliseconds(200)

    private let surroundings: Check.Surroundings
    private let hooks: Hooks
    private var inFlight: Set<Flight> = []
    /// By slot, until that comes.
    private var scheduled: [Key: CheckTask] = [:]
    private var shares: FlightShares
    private var waiting = FairQueue()
    private var known: [ID<Monitor>: Known] = [:]
    private var isDraining = false
    private var whenIdle: (() -> Void)?

    private struct Key: Hashable {
        let monitor: ID<Monitor>
        let slot: Instant
    }

    private struct Flight: Hashable {
        let monitor: ID<Monitor>
        let isLate: Bool
    }

    /// What is remembered of a monitor.
    private struct Known {
        let revision: Int64
        let probe: PreparedProbe
        /// What was started last: a new leader emits again what the former one did.
        var started: Delivery?
    }

    /// One delivery of a monitor's task.
    private struct Delivery: Equatable {
        let slot: Instant
        let receipt: TaskReceipt?

        init(_ task: CheckTask) { (self.slot, self.receipt) = (task.slot, task.receipt) }
    }

    /// - Parameter limit: of checks in flight.
    init(in surroundings: Check.Surroundings, limit: Int, hooks: Hooks) {
        self.surroundings = surroundings
        self.shares = FlightShares(limit: limit)
        self.hooks = hooks
    }

    /// Has the task start at its slot; one that was seen already, or that is too old, is not started.
    func accept(_ task: CheckTask) {
        guard !self.isDraining else { return self.hooks.giveBack([task]) }
        let key = Key(monitor: task.monitor, slot: task.slot)
        let delivery = Delivery(task)
        if let seen = self.scheduled[key].map(Delivery.init) ?? self.known[task.monitor]?.started, seen.slot == task.slot {
            // The same delivery is settled with the check; another one need not wait for it.
            return seen == delivery ? () : self.hooks.drop(task, .repeated)
        }
        let now = self.surroundings.clock.now
        guard now < task.slot + task.interval else { return self.hooks.drop(task, .stale) }
        self.scheduled[key] = task
        self.scheduled[key]?.isLate = now > task.slot + Self.tolerance
        _ = self.surroundings.wheel.schedule(at: self.surroundings.clock.deadline(for: task.slot)) {
            // Gone where it was given back.
            if let task = self.scheduled.removeValue(forKey: key) { self.due(task) }
        }
    }

    /// Checks at once, whatever else is in flight, and hands the result to `finish` alone.
    func checkNow(_ task: CheckTask, finish: @escaping (CheckResult) -> Void) throws {
        let probe = try self.hooks.prepare(task)
        self.shares.begin(task.organization)
        Check(task, probe, in: self.surroundings) { result in
            self.shares.end(task.organization)
            finish(result)
            self.serve()
        }.attempt()
    }

    /// Starts no more checks and calls back when those in flight have ended.
    func drain(_ whenIdle: @escaping () -> Void) {
        self.isDraining = true
        self.hooks.giveBack(self.scheduled.values + self.waiting.removeAll())
        self.scheduled = [:]
        self.whenIdle = whenIdle
        self.serve()
    }

    private func due(_ task: CheckTask) {
        guard !self.isCovered(task) else { return self.hooks.drop(task, .overlapping) }
        if let dropped = self.waiting.add(task) { self.hooks.drop(dropped, .overflowing) }
        self.serve()
    }

    /// Starts what there is a place for.
    private func serve() {
        while self.hooks.isReady(), let next = self.waiting.next(where: self.shares.admits) {
            if self.isCovered(next) { self.hooks.drop(next, .overlapping) } else { self.start(next) }
        }
        self.hooks.report(RunnerLoad(inFlight: self.shares.total, waiting: self.waiting.count))
        if self.isDraining, self.shares.total == 0, let whenIdle = self.whenIdle {
            self.whenIdle = nil
            whenIdle()
        }
    }

    private func isCovered(_ task: CheckTask) -> Bool {
        self.inFlight.contains(Flight(monitor: task.monitor, isLate: false))
            || task.isLate && self.inFlight.contains(Flight(monitor: task.monitor, isLate: true))
    }

    private func start(_ task: CheckTask) {
        let now = self.surroundings.clock.now
        guard now < task.slot + task.interval else { return self.hooks.drop(task, .stale) }
        let probe: PreparedProbe
        do {
            probe = try self.probe(for: task)
        } catch {
            return self.refuse(task, at: now, "\(error)")
        }
        let flight = Flight(monitor: task.monitor, isLate: task.isLate)
        self.inFlight.insert(flight)
        self.known[task.monitor]?.started = Delivery(task)
        self.shares.begin(task.organization)
        self.hooks.begin(now - task.slot)
        Check(task, probe, in: self.surroundings) { result in
            self.inFlight.remove(flight)
            self.shares.end(task.organization)
            self.hooks.deliver(result)
            self.serve()
        }.attempt()
    }

    /// Settings that do not open or fit are a fault of ours: they were judged when they were stored.
    private func refuse(_ task: CheckTask, at now: Instant, _ message: String) {
        var result = CheckResult(
            monitor: task.monitor, organization: task.organization, revision: task.revision, location: task.location,
            slot: task.slot, startedAt: now, finishedAt: now, interval: task.interval, outcome: .unknown, reason: .runner,
            message: message, latency: .zero)
        result.receipt = task.receipt
        self.hooks.deliver(result)
    }

    private func probe(for task: CheckTask) throws -> PreparedProbe {
        if let known = self.known[task.monitor], known.revision == task.revision { return known.probe }
        let probe = try self.hooks.prepare(task)
        // Monitors come and go; what is forgotten here is only decoded again.
        if self.known.count >= 100_000 { self.known.removeAll() }
        self.known[task.monitor] = Known(revision: task.revision, probe: probe)
        return probe
    }
}

/// How busy a part of a runner is.
struct RunnerLoad: Sendable {
    /// Checks.
    var inFlight = 0
    /// Tasks that are due and wait for a place.
    var waiting = 0
}

/// What becomes of a runner's tasks.
enum RunnerCount: String, CaseIterable {
    case started
    /// Not started within its interval: a gap.
    case stale
    /// Covered by a check of the same monitor that was still in flight.
    case overlapping
    /// Delivered once more while it still waited for its slot, or after it was started.
    case repeated
    /// The oldest of an organization that has too many waiting: a gap.
    case overflowing
}
