package import HawkCore
import HawkNet
package import NIOCore

/// One try: its deadline, its phases, its traces, and everything it opened.
///
/// Every member is for use on the attempt's event loop only.
// SAFETY: confined to its event loop.
package final class Attempt: @unchecked Sendable {
    package let eventLoop: any EventLoop
    package let environment: ProbeEnvironment
    package let timeout: Duration
    let freshLookup: Bool
    let started: NIODeadline
    let deadline: NIODeadline
    package var phases = Phases()
    package var evidence = AttemptEvidence()
    private let promise: EventLoopPromise<Observation>
    private var isOver = false

    init(timeout: Duration, freshLookup: Bool, on loop: any EventLoop, in environment: ProbeEnvironment) {
        self.eventLoop = loop
        self.environment = environment
        self.timeout = timeout
        self.freshLookup = freshLookup
        self.started = loop.now
        self.deadline = loop.now + .microseconds(timeout.microseconds)
        self.promise = loop.makePromise()
    }

    func run(_ ask: (Attempt) -> EventLoopFuture<Observation>) -> EventLoopFuture<Observation> {
        let wheel = self.environment.wheel(of: self.eventLoop)
        let alarm = wheel.schedule(at: self.deadline) {
            self.finish(.success(self.failed(.timeout, "no answer within \(self.timeout)")))
        }
        ask(self).whenComplete { result in
            wheel.cancel(alarm)
            self.finish(result)
        }
        return self.promise.futureResult
    }

    func failed(_ reason: Reason, _ message: String) -> Observation {
        Observation(.down, reason, message, latency: .zero, phases: self.phases, evidence: self.evidence)
    }

    private func finish(_ result: Result<Observation, any Error>) {
        guard !self.isOver else { return }
        self.isOver = true
        self.promise.completeWith(result)
    }
}
