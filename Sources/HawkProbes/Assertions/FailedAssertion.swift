import HawkCore

/// An assertion that does not hold.
struct FailedAssertion: Equatable {
    let severity: Assertion.Severity
    let reason: Reason
    let message: String
    /// By how much a latency exceeded its limit. Nil if the assertion is not about latency.
    var excess: Duration?

    /// Returns the deciding failure: down before degraded, then in settings order. It gives the number of other failures.
    static func first(of failures: [FailedAssertion]) -> FailedAssertion? {
        guard let first = failures.first(where: { $0.severity == .down }) ?? failures.first else { return nil }
        let others = failures.count - 1
        let more = others == 0 ? "" : "; \(others) more assertion\(others == 1 ? "" : "s") failed"
        // Latency is the cause only if all failures of the same severity are about latency.
        let equals = failures.filter { $0.severity == first.severity }
        let excesses = equals.compactMap(\.excess)
        return FailedAssertion(
            severity: first.severity, reason: first.reason, message: first.message + more,
            excess: excesses.count == equals.count ? excesses.max() : nil)
    }

    /// Evaluates all assertions and returns the deciding failure.
    /// - Throws: our fault that prevented an evaluation, unless another assertion already means down.
    static func first(
        among assertions: [Assertion], _ evaluate: (Assertion) throws(RunnerFault) -> FailedAssertion?
    ) throws(RunnerFault) -> FailedAssertion? {
        var failures: [FailedAssertion] = []
        var fault: RunnerFault?
        for assertion in assertions {
            do {
                if let failure = try evaluate(assertion) { failures.append(failure) }
            } catch {
                fault = error
            }
        }
        let first = self.first(of: failures)
        if let fault, first?.severity != .down { throw fault }
        return first
    }

    var timing: Observation.Timing { self.excess.map { .excess($0) } ?? .moment }

    var outcome: Outcome { self.severity == .down ? .down : .degraded }
}
