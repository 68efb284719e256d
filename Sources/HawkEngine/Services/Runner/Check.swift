import HawkCore
import HawkNet
import HawkProbes
import NIOCore

/// One check as it runs: its attempts, and what became of each. Confined to one event loop; nothing is written before the verdict.
final class Check {
    /// What a check borrows from the loop it runs on.
    struct Surroundings {
        let loop: any EventLoop
        let wheel: TimerWheel
        let environment: ProbeEnvironment
        let clock: SystemClock
        /// Told what each attempt came to.
        var attempted: (Outcome) -> Void = { _ in }
    }

    private let task: CheckTask
    private let probe: PreparedProbe
    private let surroundings: Surroundings
    private let finish: (CheckResult) -> Void
    private let startedAt: Instant
    private var failures: [AttemptRecord] = []
    private var attempts = 0
    private var spoilt = false

    init(_ task: CheckTask, _ probe: PreparedProbe, in surroundings: Surroundings, finish: @escaping (CheckResult) -> Void) {
        self.task = task
        self.probe = probe
        self.surroundings = surroundings
        self.finish = finish
        self.startedAt = surroundings.clock.now
    }

    /// Begins the next attempt; ends in exactly one call of `finish`.
    func attempt() {
        let stalls = self.surroundings.wheel.stalls
        let startedAt = self.surroundings.clock.now
        self.attempts += 1
        self.probe.observe(
            timeout: self.task.timeout, freshLookup: self.attempts > 1, on: self.surroundings.loop,
            in: self.surroundings.environment
        ).assumeIsolated().whenComplete { outcome in
            switch outcome {
            case .success(let observation):
                self.judge(observation, startedAt: startedAt, stalled: self.surroundings.wheel.stalls != stalls)
            case .failure(let error):
                self.surroundings.attempted(.unknown)
                let fault = (error as? RunnerFault)?.description
                self.conclude(.unknown, .runner, fault ?? "the probe failed unexpectedly: \(error)")
            }
        }
    }

    private func judge(_ observation: Observation, startedAt: Instant, stalled: Bool) {
        let isSpoilt = stalled && observation.outcome == .down
        self.surroundings.attempted(isSpoilt ? .unknown : observation.outcome)
        guard observation.outcome == .down else { return self.conclude(observation) }
        if isSpoilt {
            // Our own loop slept while this attempt was in flight: its failure says nothing about the target.
            guard !self.spoilt else {
                return self.conclude(
                    .unknown, .runner, "this runner stalled for more than 200 ms during the check, twice in a row")
            }
            self.spoilt = true
            return self.attempt(after: .zero)
        }
        self.failures.append(AttemptRecord(startedAt: startedAt, observation: observation))
        guard self.failures.count <= self.task.confirmations else { return self.conclude(observation) }
        self.attempt(after: self.task.confirmationDelay)
    }

    /// By the wheel even without a delay, so that a loop that stood still catches up first.
    private func attempt(after delay: Duration) {
        self.surroundings.wheel.schedule(at: .now() + .milliseconds(delay.milliseconds)) { self.attempt() }
    }

    private func conclude(_ observation: Observation) {
        var result = self.result(observation.outcome, observation.reason, observation.message, latency: observation.latency)
        result.statusCode = observation.statusCode
        result.phases = observation.phases
        result.chain = observation.chain
        self.finish(result)
    }

    private func conclude(_ outcome: Outcome, _ reason: Reason, _ message: String) {
        self.finish(self.result(outcome, reason, message, latency: .zero))
    }

    private func result(_ outcome: Outcome, _ reason: Reason, _ message: String, latency: Duration) -> CheckResult {
        var result = CheckResult(
            monitor: self.task.monitor, organization: self.task.organization, revision: self.task.revision,
            location: self.task.location,
            slot: self.task.slot, startedAt: self.startedAt, finishedAt: self.surroundings.clock.now,
            interval: self.task.interval,
            outcome: outcome, reason: reason, message: message, attempts: self.attempts,
            firstFailedAt: outcome == .down ? self.failures.first?.startedAt : nil, latency: latency,
            evidence: outcome == .down ? self.failures : [])
        result.receipt = self.task.receipt
        return result
    }
}
