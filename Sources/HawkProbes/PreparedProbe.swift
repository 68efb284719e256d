package import HawkCore
package import NIOCore

/// A decoded target with its settings, ready for any number of observations.
package struct PreparedProbe: Sendable {
    /// The target's name or address, for messages.
    package let host: String
    /// Called on the event loop with the observation of each attempt, which has more than the recorded data of a success.
    package var onObservation: (@Sendable (Observation) -> Void)?
    /// Whether a failure is the expected result. A fault of ours would then appear as a success.
    package let isInverted: Bool
    private let probe: any Probe

    init(_ probe: some Probe, host: String, isInverted: Bool) {
        self.probe = probe
        self.host = host
        self.isInverted = isInverted
    }

    /// Runs one attempt. Call it on the attempt's event loop.
    /// - Parameters:
    ///   - timeout: the limit of the attempt over all its phases. The result comes at most a few milliseconds later.
    ///   - extensionLimit: how much may be added to the timeout for stalls of the runner, or nil for the timeout again.
    ///   - freshLookup: whether to query the name servers without the cache, as a confirmation must.
    ///   - owner: limits the resources of the attempt, or nil for no limits.
    ///   - begun: called with the attempt before it starts, so that it can be ended early.
    ///   - finish: called once. A failure is a `RunnerFault`, and the attempt is then void.
    package func observe(
        timeout: Duration, extensionLimit: Duration? = nil, freshLookup: Bool, on loop: any EventLoop,
        in environment: ProbeEnvironment,
        for owner: (any AttemptOwner)? = nil, begun: (Attempt) -> Void = { _ in },
        _ finish: @escaping (Result<Observation, any Error>) -> Void
    ) {
        let attempt = Attempt(
            timeout: timeout, extensionLimit: extensionLimit ?? timeout, freshLookup: freshLookup, on: loop, in: environment,
            owner: owner,
            finish: self.onObservation.map { Self.notifying($0, finish) } ?? finish)
        attempt.isWatched = self.onObservation != nil
        begun(attempt)
        attempt.run(self.probe)
    }

    private static func notifying(
        _ notify: @escaping @Sendable (Observation) -> Void, _ finish: @escaping (Result<Observation, any Error>) -> Void
    ) -> (Result<Observation, any Error>) -> Void {
        { result in
            if case .success(let observation) = result { notify(observation) }
            finish(result)
        }
    }

    /// Returns the meaning of an observation, once it is certain that it was not our fault.
    package func verdict(on seen: Observation) -> Observation { self.isInverted ? seen.inverted(of: self.host) : seen }
}
