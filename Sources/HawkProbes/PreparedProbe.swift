package import HawkCore
package import NIOCore

/// A target and its settings, decoded and ready to be observed any number of times.
package struct PreparedProbe: Sendable {
    /// The target's name or address, for messages.
    package let host: String
    /// Is told, on the event loop, what each attempt saw: more than is recorded of a success.
    package var tell: (@Sendable (Observation) -> Void)?
    /// A failure is what is expected of it, so that one of ours would pass for a success.
    package let isInverted: Bool
    private let probe: any Probe

    init(_ probe: some Probe, host: String, isInverted: Bool) {
        self.probe = probe
        self.host = host
        self.isInverted = isInverted
    }

    /// One attempt; on its event loop already.
    /// - Parameters:
    ///   - timeout: bounds the attempt over all its phases; the answer comes a few milliseconds later at most.
    ///   - extensionLimit: how much may be added to the timeout for what stalls of the runner took; nil: as much again.
    ///   - freshLookup: asks the name servers anew, as a confirmation must.
    ///   - owner: bounds what the attempt uses; nil: nothing does.
    ///   - begun: is given the attempt before it does anything, so that it can be ended early.
    ///   - finish: called once; a failure is a `RunnerFault`, and then the attempt is void.
    package func observe(
        timeout: Duration, extensionLimit: Duration? = nil, freshLookup: Bool, on loop: any EventLoop, in environment: ProbeEnvironment,
        for owner: (any AttemptOwner)? = nil, begun: (Attempt) -> Void = { _ in },
        _ finish: @escaping (Result<Observation, any Error>) -> Void
    ) {
        let attempt = Attempt(
            timeout: timeout, extensionLimit: extensionLimit ?? timeout, freshLookup: freshLookup, on: loop, in: environment,
            owner: owner,
            finish: self.tell.map { Self.telling($0, finish) } ?? finish)
        attempt.isWatched = self.tell != nil
        begun(attempt)
        attempt.run(self.probe)
    }

    private static func telling(
        _ tell: @escaping @Sendable (Observation) -> Void, _ finish: @escaping (Result<Observation, any Error>) -> Void
    ) -> (Result<Observation, any Error>) -> Void {
        { result in
            if case .success(let observation) = result { tell(observation) }
            finish(result)
        }
    }

    /// What an attempt means, once it is sure that it was no fault of ours.
    package func verdict(on seen: Observation) -> Observation { self.isInverted ? seen.inverted(of: self.host) : seen }
}
