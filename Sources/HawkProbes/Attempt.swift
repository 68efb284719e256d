package import HawkCore
import HawkNet
package import NIOCore

/// One attempt: its deadline, phases, evidence, and everything it opened.
///
/// Use every member on the attempt's event loop only.
// SAFETY: confined to its event loop.
package final class Attempt: @unchecked Sendable {
    package let eventLoop: any EventLoop
    package let environment: ProbeEnvironment
    package let timeout: Duration
    let wheel: TimerWheel
    let freshLookup: Bool
    private(set) var time: AttemptTime
    /// Nil if only its timeout limits it.
    let owner: (any AttemptOwner)?
    /// The held places, except for connections that are not established.
    var places: [DialPlace] = []
    /// Whether an address was skipped because it had no free place. A failure may then not be the target's.
    var isPartial = false
    /// The thread's processor time when metered work began. Nil if there is none.
    var meterStart: Int64?

    /// How to resolve and connect to the target. A probe sets it before it connects.
    package var dialOptions = DialOptions()
    /// Must not appear in messages or evidence, even if the target sends them back. A probe sets them before it connects.
    var secrets: () -> [String] = { [] }
    private(set) lazy var redaction = Redaction(self.secrets())
    var phases = Phases()
    var evidence = AttemptEvidence()
    var chain: CertificateChain?
    var protocolVersion: Double?
    /// The destination of the present connection, for messages.
    var dialled = ""
    /// Received bytes over all connections.
    var received = 0
    /// Whether a caller inspects this attempt. A success may then store the same evidence as a failure.
    var isWatched = false
    /// The meaning of a timeout at this moment.
    var deadlineReason = DeadlineReason.connection(to: "the target")
    /// Called at the deadline. Partial data may be an answer, such as when some echoes returned and others did not.
    var onDeadline: (() -> Result<Observation, any Error>?)?
    /// Nil if it did not time out.
    private var shortage: Observation.Timing?
    private var alarm: TimerWheel.Token?
    private var endings: [() -> Void] = []
    private let finish: (Result<Observation, any Error>) -> Void
    private(set) var isOver = false

    /// - Parameter finish: called once, on the loop. A failure is a `RunnerFault`, and the attempt is then void.
    init(
        timeout: Duration, extensionLimit: Duration, freshLookup: Bool, on loop: any EventLoop, in environment: ProbeEnvironment,
        owner: (any AttemptOwner)? = nil, finish: @escaping (Result<Observation, any Error>) -> Void
    ) {
        self.eventLoop = loop
        self.environment = environment
        self.wheel = environment.wheel(of: loop)
        self.timeout = timeout
        self.freshLookup = freshLookup
        self.time = AttemptTime(
            .microseconds(timeout.microseconds), extensionLimit: .microseconds(extensionLimit.microseconds), from: .now())
        self.owner = owner
        self.finish = finish
    }

    /// The present deadline. Stalls of the runner move it.
    var deadline: NIODeadline { self.time.deadline }

    /// The time that stalls of the runner have added to the timeout.
    package var granted: Duration { .nanoseconds(self.time.granted.nanoseconds) }

    func run(_ probe: some Probe) {
        self.time.begin(lost: self.wheel.lostTime)
        self.alarm = self.wheel.schedule(at: self.deadline) { self.runOutOfTime() }
        probe.observe(in: self)
    }

    /// Ends the attempt, unless it is over.
    /// - Parameter result: a failure is a `TargetFailure` if the target failed, and a `RunnerFault` if we did.
    package func end(_ result: Result<Observation, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.onDeadline = nil
        if let alarm = self.alarm { self.wheel.cancel(alarm) }
        let endings = self.endings
        self.endings = []
        for end in endings { end() }
        if self.time.isPaused { self.owner?.stopWaiting() }
        self.releasePlaces()
        self.stopMeter()
        self.finish(self.verdict(result))
    }

    package func fail(_ error: any Error) { self.end(.failure(error)) }

    /// Runs `action` when the attempt ends for any reason, or at once if it has ended.
    func whenOver(_ action: @escaping () -> Void) {
        if self.isOver { action() } else { self.endings.append(action) }
    }

    /// Returns an observation with everything that the attempt has seen.
    func conclude(_ outcome: Outcome, _ reason: Reason = .none, _ message: String = "", statusCode: Int? = nil) -> Observation {
        var observation = Observation(
            outcome, reason, message, statusCode: statusCode, latency: self.elapsed(since: self.time.started),
            phases: self.phases, evidence: self.evidence, chain: self.chain)
        observation.protocolVersion = self.protocolVersion
        if let shortage = self.shortage { observation.timing = shortage }
        return observation
    }

    /// Adds the time since `instant` to a phase. A check of several connections sums each phase.
    func spend(_ phase: Phases.Name, since instant: NIODeadline) {
        self.phases[phase] = (self.phases[phase] ?? .zero) + self.elapsed(since: instant)
    }

    private static let partial = RunnerFault("an address of the target could not be tried: too many checks are in flight to it")

    private func elapsed(since instant: NIODeadline) -> Duration { .nanoseconds((NIODeadline.now() - instant).nanoseconds) }

    /// Stops the clock: the following time does not count against the target.
    func pause() {
        guard !self.time.isPaused else { return }
        self.time.pause(at: .now(), lost: self.wheel.lostTime)
        self.alarm.map(self.wheel.cancel)
        self.alarm = nil
    }

    func resume() {
        guard !self.isOver, self.time.resume(at: .now(), lost: self.wheel.lostTime) else { return }
        self.alarm = self.wheel.schedule(at: self.deadline) { self.runOutOfTime() }
    }

    private func runOutOfTime() {
        switch self.time.ring(lost: self.wheel.lostTime) {
        case .wait(let deadline):
            self.alarm = self.wheel.schedule(at: deadline) { self.runOutOfTime() }
            return
        case .over(let isGranted): self.shortage = isGranted ? .granted : .deprived
        }
        self.end(self.onDeadline?() ?? .failure(self.deadlineReason.failure(after: self.timeout)))
    }

    private func verdict(_ result: Result<Observation, any Error>) -> Result<Observation, any Error> {
        switch result {
        case .success(let observation) where self.isPartial && observation.outcome == .down: return .failure(Self.partial)
        case .failure(is TargetFailure) where self.isPartial: return .failure(Self.partial)
        case .success(var observation):
            if !observation.message.isEmpty { observation.message = self.redaction.apply(observation.message) }
            return .success(observation)
        case .failure(let failure as TargetFailure):
            let message = self.redaction.apply(failure.message)
            return .success(self.conclude(.down, failure.reason, message, statusCode: failure.statusCode))
        case .failure(let error):
            let fault = (error as? RunnerFault)?.description ?? "the check failed because of an internal error: \(error)"
            return .failure(RunnerFault(self.redaction.apply(fault)))
        }
    }
}
