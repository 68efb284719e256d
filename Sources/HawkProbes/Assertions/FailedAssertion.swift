import HawkCore

/// An assertion that a target does not fulfil.
struct FailedAssertion: Equatable {
    let severity: Assertion.Severity
    let reason: Reason
    let message: String
    /// How much longer something took than it may; nil: it is about something else.
    var excess: Duration?

    /// The one that decides: down before degraded, then in the order of the settings. It tells how many others failed.
    static func first(of failures: [FailedAssertion]) -> FailedAssertion? {
        guard let first = failures.first(where: { $0.severity == .down }) ?? failures.first else { return nil }
        let others = failures.count - 1
        let more = others == 0 ? "" : "; \(others) more assertion\(others == 1 ? "" : "s") failed"
        // Time is to blame only where all that are as severe are about time.
        let equals = failures.filter { $0.severity == first.severity }
        let excesses = equals.compactMap(\.excess)
        return FailedAssertion(
            severity: first.severity, reason: first.reason, message: first.message + more,
            excess: excesses.count == equals.count ? excesses.max() : nil)
    }

    /// Judges all, and tells the one that decides.
    /// - Throws: the fault of ours because of which one could not be judged, unless another one is down already.
    static func first(
        among assertions: [Assertion], _ judge: (Assertion) throws(RunnerFault) -> FailedAssertion?
    ) throws(RunnerFault) -> FailedAssertion? {
        var failures: [FailedAssertion] = []
        var fault: RunnerFault?
        for assertion in assertions {
            do {
                if let failure = try judge(assertion) { failures.append(failure) }
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
