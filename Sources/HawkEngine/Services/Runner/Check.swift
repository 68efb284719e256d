import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// One check as it runs: its attempts, and what became of each. Confined to one event loop; nothing is written before the verdict.
final class Check {
    /// What a check borrows from the loop it runs on.
    struct Context {
        let loop: any EventLoop
        let wheel: TimerWheel
        let environment: ProbeEnvironment
        let clock: SystemClock
        /// Asked before a target is blamed; nil: nobody said what this runner must reach.
        var connectivity: Connectivity?
        /// Told what each attempt came to.
        var attempted: (Outcome) -> Void = { _ in }
        /// nil: nothing is shared with other checks.
        var limits: LoopLimits?

        func limited(by limits: LoopLimits) -> Context {
            var limited = self
            limited.limits = limits
            return limited
        }
    }

    /// How a check ends.
    enum End {
        case result(CheckResult)
        /// It has waited too long or with too many others, or (nil) whoever runs it has ended it.
        case givenUp(RunnerCount?)
    }

    let task: CheckTask
    let context: Context
    /// Somebody asked for it, and waits.
    let isOnDemand: Bool
    private let probe: PreparedProbe
    private let lastSuccess: LastSuccess
    private let finish: (End) -> Void
    private let startedAt: Instant
    private var current: Attempt?
    private var isOver = false
    /// Without the time that it waited for places.
    var attemptStartedAt: Instant
    var wait: Wait?
    /// It is not in flight, as it waits for a place; stays so where it is given up meanwhile.
    var isPaused = false
    var waits = 0
    /// Processor time that was charged for it, in nanoseconds.
    var charged: Int64 = 0
    private let began = NIODeadline.now()
    private var failures: [AttemptRecord] = []
    private var attempts = 0
    private var spoilt = false
    /// How much stalls of the runner may still add to the timeouts of its attempts, of all together.
    private var extensionLeft: Duration

    /// - Parameters:
    ///   - memory: of the target's last success.
    ///   - finish: called once.
    init(
        _ task: CheckTask, _ probe: PreparedProbe, lastSuccess: LastSuccess, in context: Context, isOnDemand: Bool = false,
        finish: @escaping (End) -> Void
    ) {
        self.task = task
        self.isOnDemand = isOnDemand
        self.probe = probe
        self.lastSuccess = lastSuccess
        self.context = context
        self.finish = finish
        self.startedAt = context.clock.now
        self.attemptStartedAt = self.startedAt
        self.extensionLeft = task.timeout
    }

    /// Begins the next attempt; ends in exactly one call of `finish`.
    func attempt() {
        guard !self.isOver else { return }
        let watch = AttemptWatch(self.context)
        self.attemptStartedAt = self.context.clock.now
        self.attempts += 1
        self.probe.observe(
            timeout: self.task.timeout, extensionLimit: self.extensionLeft, freshLookup: self.attempts > 1,
            on: self.context.loop,
            in: self.context.environment, for: self.context.limits == nil ? nil : self, begun: { self.current = $0 }
        ) { outcome in
            self.extensionLeft -= self.current?.granted ?? .zero
            self.current = nil
            guard !self.isOver else { return }
            switch outcome {
            case .success(let observation): self.judge(observation, self.attemptStartedAt, watch)
            case .failure(let error):
                self.void((error as? RunnerFault)?.description ?? "the probe failed unexpectedly: \(error)")
            }
        }
    }

    /// Ends without a result what has not ended; closes all that it has open.
    func giveUp(_ fate: RunnerCount?) {
        guard !self.isOver else { return }
        self.isOver = true
        self.current?.fail(RunnerFault("the check was cancelled"))
        self.finish(.givenUp(fate))
    }

    private func end(_ result: CheckResult) {
        guard !self.isOver else { return }
        self.isOver = true
        self.finish(.result(result))
    }

    /// Looks for our own part in whatever is not well, before it counts.
    private func judge(_ seen: Observation, _ startedAt: Instant, _ watch: AttemptWatch) {
        // Where a failure is expected, one of ours would pass for a success.
        if seen.outcome != .up || self.probe.isInverted, let disturbance = watch.disturbance(self.context, of: seen) {
            return self.spoil(disturbance)
        }
        let observation = self.probe.verdict(on: seen)
        let next = NIODeadline.now() + .microseconds(self.task.confirmationDelay.microseconds)
        guard seen.outcome == .down, seen.reason.mayBeTheNetwork else { return self.count(observation, startedAt, next) }
        if let fault = ConnectionTracking.fault() { return self.void(fault.description) }
        guard let connectivity = self.context.connectivity else { return self.count(observation, startedAt, next) }
        // While the time to the next attempt passes.
        connectivity.isLost(on: self.context.loop).assumeIsolated().whenSuccess { isLost in
            guard !self.isOver else { return }
            if isLost { self.void(Connectivity.sentence) } else { self.count(observation, startedAt, next) }
        }
    }

    /// What happened while our own process was disturbed does not count, and is tried again once.
    private func spoil(_ disturbance: String) {
        guard !self.spoilt else { return self.void("\(disturbance) during the check, twice in a row") }
        self.context.attempted(.unknown)
        self.spoilt = true
        self.attempt(at: .now())
    }

    /// Our own fault ends the check, and nobody is blamed.
    private func void(_ message: String) {
        self.context.attempted(.unknown)
        self.end(self.result(.unknown, .runner, message, latency: .zero))
    }

    private func count(_ observation: Observation, _ startedAt: Instant, _ next: NIODeadline) {
        self.context.attempted(observation.outcome)
        guard observation.outcome == .down else { return self.conclude(observation) }
        self.failures.append(AttemptRecord(startedAt: startedAt, observation: observation))
        guard self.failures.count <= self.task.confirmations else { return self.conclude(observation) }
        self.attempt(at: next)
    }

    /// By the wheel even without a delay, so that a loop that stood still catches up first.
    private func attempt(at next: NIODeadline) { self.context.wheel.schedule(at: next) { self.attempt() } }

    private func conclude(_ observation: Observation) {
        if observation.outcome == .down {
            self.failures[self.failures.count - 1].evidence.changes = self.lastSuccess.changes(to: observation)
        } else {
            self.lastSuccess.note(observation)
        }
        var result = self.result(observation.outcome, observation.reason, observation.message, latency: observation.latency)
        result.statusCode = observation.statusCode
        result.phases = observation.phases
        result.chain = observation.chain
        self.end(result)
    }

    private func result(_ outcome: Outcome, _ reason: Reason, _ message: String, latency: Duration) -> CheckResult {
        // By monotonic time: a clock that was set meanwhile must not have the result stand for hours that nobody measured.
        let finishedAt = self.startedAt + .milliseconds((NIODeadline.now() - self.began).nanoseconds / 1_000_000)
        var result = CheckResult(
            monitor: self.task.monitor, organization: self.task.organization, revision: self.task.revision,
            location: self.task.location,
            slot: self.task.slot, startedAt: self.startedAt, finishedAt: finishedAt,
            interval: self.task.interval,
            outcome: outcome, reason: reason, message: message, attempts: self.attempts,
            firstFailedAt: outcome == .down ? self.failures.first?.startedAt : nil, latency: latency,
            evidence: outcome == .down ? self.failures : [])
        result.receipt = self.task.receipt
        return result
    }
}
