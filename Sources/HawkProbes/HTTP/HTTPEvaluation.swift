import HawkCore
import HawkNet
import NIOHTTP1

/// Evaluates a complete response and stores its evidence on failure.
struct HTTPEvaluation {
    private let settings: HTTPSettings
    private let host: String
    private let hidden: Redaction?
    private let attempt: Attempt

    /// - Parameter hidden: the secrets that assertions do not see.
    init(_ settings: HTTPSettings, _ target: HTTPTarget, hiding hidden: Redaction?, _ attempt: Attempt) {
        self.settings = settings
        self.hidden = hidden
        self.host = target.authority
        self.attempt = attempt
    }

    /// - Throws: our fault that prevented the evaluation.
    func evaluate(_ answer: HTTPAnswer) throws(RunnerFault) -> Observation {
        self.attempt.evidence.size = answer.body.size
        guard self.settings.expectedStatus.contains(where: { $0.contains(answer.status) }) else {
            let expected = self.settings.expectedStatus.map(\.description).joined(separator: ", ")
            return self.failed(answer, .down, .status, "\(self.host) answered \(answer.status), expected \(expected)")
        }
        if let failure = try self.failedAssertion(answer) {
            var observation = self.failed(answer, failure.outcome, failure.reason, failure.message)
            observation.timing = failure.timing
            return observation
        }
        // An inverted success counts as a failure and stores the evidence of one.
        if self.settings.isInverted { answer.storeEvidence(in: self.attempt) }
        return self.attempt.conclude(.up, statusCode: answer.status)
    }

    private func failedAssertion(_ answer: HTTPAnswer) throws(RunnerFault) -> FailedAssertion? {
        if self.settings.assertions.isEmpty { return nil }
        return try self.attempt.metered { () throws(RunnerFault) in
            var examination = HTTPExamination(
                answer, of: self.host, latency: self.attempt.conclude(.up).latency, chain: self.attempt.chain,
                hiding: self.hidden, self.attempt.redaction)
            return try FailedAssertion.first(among: self.settings.assertions) { assertion throws(RunnerFault) in
                try examination.evaluate(assertion)
            }
        }
    }

    private func failed(_ answer: HTTPAnswer, _ outcome: Outcome, _ reason: Reason, _ message: String) -> Observation {
        answer.storeEvidence(in: self.attempt)
        return self.attempt.conclude(outcome, reason, message, statusCode: answer.status)
    }
}

extension String {
    /// The URL without its query.
    var withoutQuery: String {
        String(Substring(self.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }))
    }
}
