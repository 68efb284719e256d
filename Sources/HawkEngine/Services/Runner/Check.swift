import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// A running check with its attempts and their outcomes. Confined to one event loop. Nothing is written before the check ends.
final class Check {
    /// What a check uses of the event loop that it runs on.
    struct Context {
        let loop: any EventLoop
        let wheel: TimerWheel
        let environment: ProbeEnvironment
        let clock: SystemClock
        /// Queried before a failure counts against the target. Nil if no connectivity addresses are configured.
        var connectivity: Connectivity?
        /// Called with the outcome of each attempt.
        var attempted: (Outcome) -> Void = { _ in }
        /// Nil if nothing is shared with other checks. Each check keeps its runner alive.
        unowned var runner: RunnerLoop?
    }

    /// How a check ends.
    enum End {
        case result(CheckResult)
        /// It waited too long or too many checks waited. If nil, its runner ended it.
        case abandoned(RunnerCount?)
    }

    let task: CheckTask
    let context: Context
    /// Whether a caller requested it and waits.
    let isOnDemand: Bool
    private let probe: PreparedProbe
    private let lastSuccess: LastSuccess
    private let finish: (End) -> Void
    private let startedAt: Instant
    private var current: Attempt?
    private var isOver = false
    /// Excludes the time that it waited for places.
    var attemptStartedAt: Instant
    var wait: Wait?
    var waits = 0
    /// Processor time charged to it, in nanoseconds.
    var charged: Int64 = 0
    private let began = NIODeadline.now()
    private var failures: [AttemptRecord] = []
    private var attempts = 0
    private var spoilt = false
    /// How much stalls of the runner may still extend its timeouts, over all attempts.
    private var extensionLeft: Duration

    /// - Parameters:
    ///   - lastSuccess: What is known of the target's last success.
    ///   - finish: Called once.
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
        self.extensionLeft = task.timing.timeout
    }

    /// Begins the next attempt. The check ends in exactly one call of `finish`.
    func attempt() {
        guard !self.isOver else { return }
        let watch = AttemptWatch(self.context)
        self.attemptStartedAt = self.context.clock.now
        self.attempts += 1
        self.probe.observe(
            timeout: self.task.timing.timeout, extensionLimit: self.extensionLeft, freshLookup: self.attempts > 1,
            on: self.context.loop,
            in: self.context.environment, for: self.context.runner == nil ? nil : self, begun: { self.current = $0 }
        ) { outcome in
            self.extensionLeft -= self.current?.granted ?? .zero
            self.current = nil
            guard !self.isOver else { return }
            switch outcome {
            case .success(let observation): self.evaluate(observation, self.attemptStartedAt, watch)
            case .failure(let error):
                self.void((error as? RunnerFault)?.description ?? "the probe failed unexpectedly: \(error)")
            }
        }
    }

    /// Ends a running check without a result and closes all its connections.
    func abandon(_ fate: RunnerCount?) {
        guard !self.isOver else { return }
        self.isOver = true
        self.current?.fail(RunnerFault("the check was cancelled"))
        self.finish(.abandoned(fate))
    }

    private func end(_ result: CheckResult) {
        guard !self.isOver else { return }
        self.isOver = true
        self.finish(.result(result))
    }

    /// Checks whether our own process caused a failure before it counts.
    private func evaluate(_ seen: Observation, _ startedAt: Instant, _ watch: AttemptWatch) {
        // If the probe is inverted, a failure of our own would look like a success.
        if seen.outcome != .up || self.probe.isInverted, let disturbance = watch.disturbance(self.context, of: seen) {
            return self.spoil(disturbance)
        }
        let observation = self.probe.verdict(on: seen)
        let next = NIODeadline.now() + .microseconds(self.task.timing.confirmationDelay.microseconds)
        guard seen.outcome == .down, seen.reason.mayBeTheNetwork else { return self.count(observation, startedAt, next) }
        if let fault = ConnectionTracking.fault() { return self.void(fault.description) }
        guard let connectivity = self.context.connectivity else { return self.count(observation, startedAt, next) }
        // Runs during the delay before the next attempt.
        connectivity.isLost(on: self.context.loop).assumeIsolated().whenSuccess { isLost in
            guard !self.isOver else { return }
            if isLost { self.void(Connectivity.sentence) } else { self.count(observation, startedAt, next) }
        }
    }

    /// Discards an attempt during which our process was disturbed, and retries it once.
    private func spoil(_ disturbance: String) {
        guard !self.spoilt else { return self.void("\(disturbance) during the check, twice in a row") }
        self.context.attempted(.unknown)
        self.spoilt = true
        self.attempt(at: .now())
    }

    /// Ends the check as `unknown`, because the fault is ours.
    private func void(_ message: String) {
        self.context.attempted(.unknown)
        self.end(self.result(.unknown, .runner, message, latency: .zero))
    }

    private func count(_ observation: Observation, _ startedAt: Instant, _ next: NIODeadline) {
        self.context.attempted(observation.outcome)
        guard observation.outcome == .down else { return self.conclude(observation) }
        self.failures.append(AttemptRecord(startedAt: startedAt, observation: observation))
        guard self.failures.count <= self.task.timing.confirmations else { return self.conclude(observation) }
        self.attempt(at: next)
    }

    /// Uses the wheel even without a delay, so that a loop that stood still catches up first.
    private func attempt(at next: NIODeadline) { self.context.wheel.schedule(at: next) { self.attempt() } }

    private func conclude(_ observation: Observation) {
        if observation.outcome == .down {
            self.failures[self.failures.count - 1].evidence.changes = self.lastSuccess.changes(to: observation)
        } else {
            self.lastSuccess.record(observation)
        }
        var result = self.result(observation.outcome, observation.reason, observation.message, latency: observation.latency)
        result.statusCode = observation.statusCode
        result.phases = observation.phases
        result.chain = observation.chain
        self.end(result)
    }

    private func result(_ outcome: Outcome, _ reason: Reason, _ message: String, latency: Duration) -> CheckResult {
        // Uses monotonic time: if the clock was set meanwhile, the result must not cover hours that were not measured.
        let finishedAt = self.startedAt + .milliseconds((NIODeadline.now() - self.began).nanoseconds / 1_000_000)
        var result = CheckResult(
            monitor: self.task.monitor, organization: self.task.organization, revision: self.task.revision,
            location: self.task.location,
            slot: self.task.slot, startedAt: self.startedAt, finishedAt: finishedAt,
            interval: self.task.timing.interval,
            outcome: outcome, reason: reason, message: message, attempts: self.attempts,
            firstFailedAt: outcome == .down ? self.failures.first?.startedAt : nil, latency: latency,
            evidence: outcome == .down ? self.failures : [])
        result.receipt = self.task.receipt
        return result
    }
}
