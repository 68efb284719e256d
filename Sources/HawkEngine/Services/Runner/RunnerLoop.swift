import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// The part of a runner on one event loop. Its `Admission` decides which checks start; this class performs them.
final class RunnerLoop {
    /// Callbacks for tasks and results, called on the event loop.
    struct Hooks {
        let prepare: (CheckTask) throws -> PreparedProbe
        let deliver: (CheckResult) -> Void
        /// A task that produces no result.
        let drop: (CheckTask, RunnerCount) -> Void
        /// Tasks that do not start because this runner is stopping.
        let release: ([CheckTask]) -> Void
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

    let limits: CheckLimits
    let hooks: Hooks
    /// Includes the limits, which all its checks share.
    private(set) var context: Check.Context
    var admission: Admission
    private var running: [RunningCheck: Check] = [:]
    private var known: [ID<Monitor>: Known] = [:]
    /// Checks that callers requested, outside the schedule.
    var onDemand: [ObjectIdentifier: OnDemandCheck] = [:]
    /// Whether the results of checks are ignored from now on.
    private var isOver = false
    private var isServing = false
    private var hasTimer = false
    private var whenIdle: (() -> Void)?

    /// What a monitor's revision needs for its checks.
    private struct Known {
        let revision: Int64
        let probe: PreparedProbe
        let lastSuccess = LastSuccess()
    }

    /// - Parameters:
    ///   - limit: The maximum number of scheduled checks in flight.
    ///   - limits: Shared with the runner's other loops.
    init(in context: Check.Context, limit: Int, limits: CheckLimits, hooks: Hooks) {
        self.limits = limits
        self.hooks = hooks
        self.context = context
        self.admission = Admission(limit: limit, processor: limits.processor)
        self.context.runner = self
    }

    /// Schedules the task for its slot, unless it was seen already or is too old.
    func accept(_ task: CheckTask) {
        if let action = self.admission.arrive(task, at: self.now) { self.perform(action) }
    }

    /// Starts no more checks, and calls back when those in flight have ended or been cut off.
    /// - Parameter limit: How long checks in flight may take.
    func drain(within limit: Duration, _ whenIdle: @escaping () -> Void) {
        let (tasks, checks) = self.admission.drain()
        let paused = checks.compactMap { self.running[$0] }
        self.hooks.release(tasks + paused.map(\.task))
        for check in paused { check.abandon(nil) }
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
        if !self.running.isEmpty { self.hooks.interrupt(self.running.keys.map(\.monitor)) }
        whenIdle()
    }

    /// Starts and continues checks while there are places.
    func serve() {
        // A check may end while it starts, for example if its target is not allowed, and then calls this again. Thousands of
        // nested calls would overflow the stack.
        guard !self.isServing else { return }
        self.isServing = true
        while self.perform(self.admission.next(isReady: self.hooks.isReady(), at: self.now)) {}
        self.isServing = false
        self.hooks.report(self.admission.load)
        if self.admission.isDraining, self.running.isEmpty, self.onDemand.isEmpty, let whenIdle = self.whenIdle {
            self.whenIdle = nil
            whenIdle()
        }
    }

    /// - Returns: Whether there may be more to do at this time.
    @discardableResult
    private func perform(_ action: Admission.Action) -> Bool {
        switch action {
        case .awaitSlot(let key):
            self.context.wheel.schedule(at: self.context.clock.deadline(for: key.slot)) {
                if let action = self.admission.due(key) { self.perform(action) }
                self.serve()
            }
        case .start(let task, let now): self.start(task, at: now)
        case .goOn(let check): self.running[check]?.goOn()
        case .drop(let task, let fate): self.hooks.drop(task, fate)
        case .release(let task): self.hooks.release([task])
        case .wait(let time):
            if let time { self.serve(at: time) }
            return false
        }
        return true
    }

    private func serve(at time: NIODeadline) {
        guard !self.hasTimer else { return }
        self.hasTimer = true
        self.context.wheel.schedule(at: time) {
            self.hasTimer = false
            self.serve()
        }
    }

    private func start(_ task: CheckTask, at now: Instant) {
        let key = RunningCheck(task)
        let known: Known
        do {
            known = try self.known(for: task)
        } catch {
            self.refuse(task, at: now, "\(error)")
            return self.admission.end(key, charged: 0, at: .now())
        }
        self.hooks.begin(task, now - task.slot)
        let check = Check(task, known.probe, lastSuccess: known.lastSuccess, in: self.context) { end in
            if !self.isOver { self.hasEnded(task, end) }
        }
        self.running[key] = check
        check.attempt()
    }

    private func hasEnded(_ task: CheckTask, _ end: Check.End) {
        let key = RunningCheck(task)
        let charged = self.running.removeValue(forKey: key)?.charged ?? 0
        self.admission.end(key, charged: charged, at: .now())
        switch end {
        case .result(let result): self.hooks.deliver(result)
        case .abandoned(let fate?): self.hooks.drop(task, fate)
        case .abandoned: break
        }
        self.serve()
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

    private func known(for task: CheckTask) throws -> Known {
        if let known = self.known[task.monitor], known.revision == task.revision { return known }
        let known = Known(revision: task.revision, probe: try self.hooks.prepare(task))
        // The set of monitors changes; forgotten ones are only decoded again.
        if self.known.count >= 100_000 { self.known.removeAll() }
        self.known[task.monitor] = known
        return known
    }

    /// Returns the last success of the target for this revision.
    func lastSuccess(of task: CheckTask) -> LastSuccess {
        guard let known = self.known[task.monitor], known.revision == task.revision else { return LastSuccess() }
        return known.lastSuccess
    }

    private var now: Admission.Now { Admission.Now(instant: self.context.clock.now, monotonic: .now()) }
}
