import HawkCore
import HawkNet

extension Attempt {
    /// Returns up, unless an assertion on the latency or the certificate of the attempt fails.
    func conclude(evaluating assertions: [Assertion], of host: String) -> Observation {
        let latency = self.conclude(.up).latency
        let failures = assertions.compactMap { assertion in
            switch assertion.source {
            case .latency: assertion.evaluate(latency: latency, of: host)
            case .certificateDays: assertion.evaluate(certificate: self.chain, of: host, at: .wallClock)
            default: nil
            }
        }
        guard let failure = FailedAssertion.first(of: failures) else { return self.conclude(.up) }
        var observation = self.conclude(failure.outcome, failure.reason, failure.message)
        observation.timing = failure.timing
        return observation
    }
}
