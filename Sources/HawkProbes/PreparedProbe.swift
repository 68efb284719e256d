package import HawkCore
package import NIOCore

/// A target and its settings, decoded and ready to be observed any number of times.
package struct PreparedProbe: Sendable {
    /// What the bound on checks in flight to one host counts by.
    package let host: String
    /// Is told, on the event loop, what each attempt saw: more than is recorded of a success.
    package var tell: (@Sendable (Observation) -> Void)?
    /// A failure is what is expected of it, so that one of ours would pass for a success.
    package let isInverted: Bool
    private let ask: @Sendable (Attempt) -> EventLoopFuture<Observation>

    init(host: String, isInverted: Bool, _ ask: @escaping @Sendable (Attempt) -> EventLoopFuture<Observation>) {
        self.host = host
        self.isInverted = isInverted
        self.ask = ask
    }

    /// One attempt.
    /// - Parameters:
    ///   - timeout: bounds the attempt over all its phases; the answer comes a few milliseconds later at most.
    ///   - freshLookup: asks the name servers anew, as a confirmation must.
    /// - Returns: a future on `loop` that fails with `RunnerFault` only, and then the attempt is void.
    package func observe(
        timeout: Duration, freshLookup: Bool, on loop: any EventLoop, in environment: ProbeEnvironment
    ) -> EventLoopFuture<Observation> {
        // A runner is on the loop already: neither a hop nor its futures for each attempt.
        let seen =
            loop.inEventLoop
            ? self.attempt(timeout, freshLookup, loop, environment)
            : loop.flatSubmit { self.attempt(timeout, freshLookup, loop, environment) }
        guard let tell = self.tell else { return seen }
        return seen.map { observation in
            tell(observation)
            return observation
        }
    }

    /// What an attempt means, once it is sure that it was no fault of ours.
    package func verdict(on seen: Observation) -> Observation { self.isInverted ? seen.inverted(of: self.host) : seen }

    private func attempt(
        _ timeout: Duration, _ freshLookup: Bool, _ loop: any EventLoop, _ environment: ProbeEnvironment
    ) -> EventLoopFuture<Observation> {
        let attempt = Attempt(timeout: timeout, freshLookup: freshLookup, on: loop, in: environment)
        attempt.isWatched = self.tell != nil
        return attempt.run(self.ask)
    }
}
