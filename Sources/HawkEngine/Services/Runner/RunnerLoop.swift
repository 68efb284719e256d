import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// The part of a runner on one event loop: its waiting tasks and its checks in flight.
///
/// A monitor has at most one check in flight, which covers a slot that comes due meanwhile. A late task, after a change of the
/// leader or the death of a runner, covers none: the next slot must not be lost as well, and is checked in parallel.
final class RunnerLoop {
    /// Callbacks for tasks and results, called on the event loop.
    struct Hooks {
        let prepare: (CheckTask) throws -> PreparedProbe
        let deliver: (CheckResult) -> Void
        /// A task that produces no result.
        let drop: (CheckTask, RunnerCount) -> Void
        /// Tasks that do not start because this runner is stopping.
        let giveBack: ([CheckTask]) -> Void
        /// The monitors whose checks are cut off because this runner is stopping.
        let interrupt: ([ID<Monitor>]) -> Void
        /// Whether results are accepted. Otherwise no checks start.
        let isReady: () -> Bool
        /// The start of a check, with its lateness.
        let begin: (CheckTask, Duration) -> Void
        /// The fate of an on-demand check.
        let onDemand: (OnDemandFate) -> Void
        let report: (RunnerLoad) -> Void
    }

    /// A task that arrives later than this after its slot is late.
    private static let tolerance = Duration.milliseconds(200)

    let context: Check.Context
    let limits: LoopLimits
    let hooks: Hooks
    private var inFlight: [RunningCheck: Check] = [:]
    /// Tasks that wait for their slot.
    private var scheduled: [Key: CheckTask] = [:]
    private var waiting = FairQueue<CheckTask>()
    private var known: [ID<Monitor>: Known] = [:]
    /// Checks that callers requested, outside the schedule.
    var onDemand: [ObjectIdentifier: OnDemandCheck] = [:]
    private(set) var isDraining = false
    /// Whether the results of checks are ignored from now on.
    private var isOver = false
    private var isServing = false
    /// Whether a timer will check the held-back organizations again.
    private var looksAgain = false
    private var whenIdle: (() -> Void)?

    private struct Key: Hashable {
        let monitor: ID<Monitor>
        let slot: Instant
    }

    private struct RunningCheck: Hashable {
        let monitor: ID<Monitor>
        let isLate: Bool
    }

    /// The cached data of a monitor.
    private struct Known {
        let revision: Int64
        let probe: PreparedProbe
        let lastSuccess = LastSuccess()
        /// Processor time that its last check used, in nanoseconds.
        var cost: Int64
        /// The delivery that was started last, because a new leader repeats tasks of the former one.
        var started: Delivery?
    }

    /// One delivery of a monitor's task.
    private struct Delivery: Equatable {
        let slot: Instant
        let receipt: TaskReceipt?

        init(_ task: CheckTask) { (self.slot, self.receipt) = (task.slot, task.receipt) }
    }

    /// - Parameters:
    ///   - limit: The maximum number of scheduled checks in flight.
    ///   - limits: Shared with the runner's other loops.
    init(in context: Check.Context, limit: Int, limits: CheckLimits, hooks: Hooks) {
        self.limits = LoopLimits(limits, limit: limit)
        self.context = context.limited(by: self.limits)
        self.hooks = hooks
        self.limits.serve = { [unowned self] in self.serve() }
    }

    /// Schedules the task for its slot, unless it was seen already or is too old.
    func accept(_ task: CheckTask) {
        guard !self.isDraining else { return self.hooks.giveBack([task]) }
        let key = Key(monitor: task.monitor, slot: task.slot)
        let delivery = Delivery(task)
        if let seen = self.scheduled[key].map(Delivery.init) ?? self.known[task.monitor]?.started, seen.slot == task.slot {
            // The same delivery is acknowledged with its check. Another delivery of the task need not wait for that.
            return seen == delivery ? () : self.hooks.drop(task, .repeated)
        }
        let now = self.context.clock.now
        guard now < task.slot + task.timing.interval else { return self.hooks.drop(task, .stale) }
        self.limits.processor.note(task.organization, at: .now())
        self.scheduled[key] = task
        self.scheduled[key]?.isLate = now > task.slot + Self.tolerance
        _ = self.context.wheel.schedule(at: self.context.clock.deadline(for: task.slot)) {
            // Absent if it was given back.
            if let task = self.scheduled.removeValue(forKey: key) { self.due(task) }
        }
    }

    /// Starts no more checks, and calls back when those in flight have ended or been cut off.
    /// - Parameter limit: How long checks in flight may take.
    func drain(within limit: Duration, _ whenIdle: @escaping () -> Void) {
        self.isDraining = true
        // Another runner may have a free place for them.
        let paused = self.inFlight.values.filter(\.isWaiting)
        self.hooks.giveBack(self.scheduled.values + self.waiting.removeAll() + paused.map(\.task))
        self.scheduled = [:]
        for check in paused { check.giveUp(nil) }
        for check in self.onDemand.values where !check.isRunning { check.end(.busy("this runner is stopping")) }
        self.whenIdle = whenIdle
        self.serve()
        guard self.whenIdle != nil else { return }
        _ = self.context.wheel.schedule(at: .now() + .microseconds(limit.microseconds)) { self.interrupt() }
    }

    /// Cuts off the checks in flight, which leave gaps: a partial check says nothing about its target.
    private func interrupt() {
        guard let whenIdle = self.whenIdle else { return }
        self.whenIdle = nil
        self.isOver = true
        if !self.inFlight.isEmpty { self.hooks.interrupt(self.inFlight.keys.map(\.monitor)) }
        whenIdle()
    }

    private func due(_ task: CheckTask) {
        guard !self.isCovered(task) else { return self.hooks.drop(task, .overlapping) }
        if let dropped = self.waiting.add(task) { self.hooks.drop(dropped, .overflowing) }
        self.serve()
    }

    /// Starts waiting checks while there are places.
    func serve() {
        // A check may end while it starts, for example if its target is not allowed, and then calls this again. Thousands of
        // nested calls would overflow the stack.
        guard !self.isServing else { return }
        self.isServing = true
        while let next = self.limits.nextResumption() { next.goOn() }
        while self.hooks.isReady(), let next = self.waiting.next(where: self.admits) { self.start(next) }
        self.isServing = false
        let heldBack = self.limits.processor.haveDebtors ? self.limits.processor.debtorCount(at: .now()) : 0
        if heldBack > 0 { self.lookAgainAtHeldBack() }
        self.hooks.report(
            RunnerLoad(
                inFlight: self.limits.inFlight.total, waiting: self.waiting.count + self.limits.waiting, heldBack: heldBack))
        if self.isDraining, self.inFlight.isEmpty, self.onDemand.isEmpty, let whenIdle = self.whenIdle {
            self.whenIdle = nil
            whenIdle()
        }
    }

    private func admits(_ organization: ID<Organization>) -> Bool {
        guard self.limits.inFlight.admits(organization) else { return false }
        return !self.limits.processor.haveDebtors || !self.limits.processor.holdsBack(organization, at: .now())
    }

    /// Schedules another try, because a held-back organization may continue with time alone.
    private func lookAgainAtHeldBack() {
        guard !self.looksAgain, self.waiting.count > 0, let due = self.limits.processor.nextRelease() else { return }
        self.looksAgain = true
        self.context.wheel.schedule(at: due) {
            self.looksAgain = false
            self.serve()
        }
    }

    private func start(_ task: CheckTask) {
        if let probe = self.probe(toStart: task) { self.run(task, probe) }
    }

    /// Returns nil if the task produces no result.
    private func probe(toStart task: CheckTask) -> PreparedProbe? {
        let now = self.context.clock.now
        if self.isCovered(task) {
            self.hooks.drop(task, .overlapping)
        } else if now >= task.slot + task.timing.interval {
            self.hooks.drop(task, .stale)
        } else {
            do { return try self.probe(for: task) } catch { self.refuse(task, at: now, "\(error)") }
        }
        return nil
    }

    private func run(_ task: CheckTask, _ probe: PreparedProbe) {
        let running = RunningCheck(monitor: task.monitor, isLate: task.isLate)
        self.known[task.monitor]?.started = Delivery(task)
        self.limits.inFlight.begin(task.organization)
        self.hooks.begin(task, self.context.clock.now - task.slot)
        // Charges the cost of its last check in advance, so that many checks do not start at once on the same balance.
        let (lastSuccess, cost) = self.known[task.monitor].map { ($0.lastSuccess, $0.cost) } ?? (LastSuccess(), 0)
        if cost != 0 { self.limits.processor.charge(cost, to: task.organization, at: .now()) }
        let check = Check(task, probe, lastSuccess: lastSuccess, in: self.context) { end in
            if !self.isOver { self.hasEnded(task, running, end, prepaid: cost) }
        }
        self.inFlight[running] = check
        check.attempt()
    }

    private func hasEnded(_ task: CheckTask, _ running: RunningCheck, _ end: Check.End, prepaid: Int64) {
        let check = self.inFlight.removeValue(forKey: running)
        let charged = check?.charged ?? 0
        if prepaid != 0 { self.limits.processor.charge(-prepaid, to: task.organization, at: .now()) }
        if charged != prepaid { self.known[task.monitor]?.cost = charged }
        if check?.isPaused != true { self.limits.inFlight.end(task.organization) }
        switch end {
        case .result(let result): self.hooks.deliver(result)
        case .givenUp(let fate?): self.hooks.drop(task, fate)
        case .givenUp: break
        }
        self.serve()
    }

    private func isCovered(_ task: CheckTask) -> Bool {
        self.inFlight[RunningCheck(monitor: task.monitor, isLate: false)] != nil
            || task.isLate && self.inFlight[RunningCheck(monitor: task.monitor, isLate: true)] != nil
    }

    /// Reports settings that cannot be decrypted or decoded as our own fault, because they were validated when stored.
    private func refuse(_ task: CheckTask, at now: Instant, _ message: String) {
        var result = CheckResult(
            monitor: task.monitor, organization: task.organization, revision: task.revision, location: task.location,
            slot: task.slot, startedAt: now, finishedAt: now, interval: task.timing.interval, outcome: .unknown, reason: .runner,
            message: message, latency: .zero)
        result.receipt = task.receipt
        self.hooks.deliver(result)
    }

    private func probe(for task: CheckTask) throws -> PreparedProbe {
        if let known = self.known[task.monitor], known.revision == task.revision { return known.probe }
        let probe = try self.hooks.prepare(task)
        // The set of monitors changes; forgotten ones are only decoded again.
        if self.known.count >= 100_000 { self.known.removeAll() }
        self.known[task.monitor] = Known(
            revision: task.revision, probe: probe, cost: self.known[task.monitor]?.cost ?? 0)
        return probe
    }

    /// Returns the last success of the target for this revision.
    func lastSuccess(of task: CheckTask) -> LastSuccess {
        guard let known = self.known[task.monitor], known.revision == task.revision else { return LastSuccess() }
        return known.lastSuccess
    }
}
