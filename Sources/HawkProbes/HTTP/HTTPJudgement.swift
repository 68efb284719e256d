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

    func judge(_ answer: HTTPAnswer) -> Observation {
        guard self.settings.expectedStatus.contains(where: { $0.contains(answer.status) }) else {
            let expected = self.settings.expectedStatus.map(\.description).joined(separator: ", ")
            return self.failed(answer, .down, .status, "\(self.host) answered \(answer.status), expected \(expected)")
        }
        let latency = self.attempt.conclude(.up).latency
        let failures = self.settings.assertions.compactMap {
            answer.judge($0, from: self.host, latency: latency, chain: self.attempt.chain)
        }
        if let failure = FailedAssertion.first(of: failures) {
            return self.failed(answer, failure.outcome, failure.reason, failure.message)
        }
        return self.attempt.conclude(.up, statusCode: answer.status)
    }

    private func failed(_ answer: HTTPAnswer, _ outcome: Outcome, _ reason: Reason, _ message: String) -> Observation {
        let redaction = Redaction(self.settings.secrets)
        self.attempt.evidence.headers = answer.headers.prefix(Self.evidenceHeaders)
            .filter { !Self.confidential.contains($0.name.lowercased()) }
            .map {
                .init(name: redaction.apply(String($0.name.prefix(256))), value: redaction.apply(String($0.value.prefix(1_024))))
            }
        // Cut after redaction: half a secret is one too.
        let text = redaction.apply(String(decoding: answer.body.prefix(2 * Self.evidenceBody), as: UTF8.self))
        self.attempt.evidence.body = text.isEmpty ? nil : text.cut(toBytes: Self.evidenceBody)
        return self.attempt.conclude(outcome, reason, redaction.apply(message), statusCode: answer.status)
    }
}
