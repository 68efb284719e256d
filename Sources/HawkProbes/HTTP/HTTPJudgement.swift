import HawkCore
import HawkNet
import NIOHTTP1

/// Judges a complete answer and keeps its traces where it failed.
struct HTTPJudgement {
    static let evidenceBody = 4_096
    private static let evidenceHeaders = 50
    /// Never kept: they are credentials, or ask for some.
    private static let confidential: Set<String> = [
        "set-cookie", "set-cookie2", "authorization", "proxy-authorization", "cookie",
    ]

    private let settings: HTTPSettings
    private let host: String
    private let attempt: Attempt

    init(_ settings: HTTPSettings, _ target: HTTPTarget, _ attempt: Attempt) {
        self.settings = settings
        self.host = target.authority
        self.attempt = attempt
    }

    /// - Throws: what of ours kept it from being judged.
    func judge(_ answer: HTTPAnswer) throws(RunnerFault) -> Observation {
        self.attempt.evidence.size = answer.body.size
        guard self.settings.expectedStatus.contains(where: { $0.contains(answer.status) }) else {
            let expected = self.settings.expectedStatus.map(\.description).joined(separator: ", ")
            return self.failed(answer, .down, .status, "\(self.host) answered \(answer.status), expected \(expected)")
        }
        if let failure = try self.failedAssertion(answer) {
            return self.failed(answer, failure.outcome, failure.reason, failure.message)
        }
        // A success that is no good one leaves the traces of a failure.
        if self.settings.isInverted { self.keepTraces(of: answer) }
        return self.attempt.conclude(.up, statusCode: answer.status)
    }

    private func failedAssertion(_ answer: HTTPAnswer) throws(RunnerFault) -> FailedAssertion? {
        if self.settings.assertions.isEmpty { return nil }
        var examination = HTTPExamination(
            answer, of: self.host, latency: self.attempt.conclude(.up).latency, chain: self.attempt.chain, self.attempt.redaction)
        return try FailedAssertion.first(among: self.settings.assertions) { assertion throws(RunnerFault) in
            try examination.judge(assertion)
        }
    }

    private func failed(_ answer: HTTPAnswer, _ outcome: Outcome, _ reason: Reason, _ message: String) -> Observation {
        self.keepTraces(of: answer)
        return self.attempt.conclude(outcome, reason, message, statusCode: answer.status)
    }

    private func keepTraces(of answer: HTTPAnswer) {
        let redaction = self.attempt.redaction
        self.attempt.evidence.headers = answer.headers.prefix(Self.evidenceHeaders)
            .filter { !Self.confidential.contains($0.name.lowercased()) }
            .map { name, value in
                // The query of a place may carry secrets of the target's own.
                let shown = name.lowercased() == "location" ? value.withoutQuery : value
                return .init(name: redaction.beginning(of: name, 256), value: redaction.beginning(of: shown, 1_024))
            }
        let text = redaction.beginning(of: answer.body.bytes, Self.evidenceBody)
        self.attempt.evidence.body = text.isEmpty ? nil : text
    }
}

extension String {
    /// A URL up to its query.
    var withoutQuery: String { String(self.prefix { $0 != "?" && $0 != "#" }) }
}
