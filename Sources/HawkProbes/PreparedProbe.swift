package import HawkCore
package import NIOCore

/// A target and its settings, decoded and ready to be observed any number of times.
package struct PreparedProbe: Sendable {
    /// What the bound on checks in flight to one host counts by.
    package let host: String
    private let ask: @Sendable (Attempt) -> EventLoopFuture<Observation>

    init(host: String, _ ask: @escaping @Sendable (Attempt) -> EventLoopFuture<Observation>) {
        self.host = host
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
        loop.flatSubmit {
            Attempt(timeout: timeout, freshLookup: freshLookup, on: loop, in: environment).run(self.ask)
        }
    }
}
