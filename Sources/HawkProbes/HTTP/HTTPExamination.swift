import HawkCore
import HawkNet
import NIOHTTP1

/// Evaluates assertions on one response.
struct HTTPExamination {
    private static let limit = "256 KiB"

    let answer: HTTPAnswer
    let host: String
    /// The present latency of the attempt.
    let latency: Duration
    /// The chain that the server of this response sent.
    let chain: CertificateChain?
    let redaction: Redaction
    /// The secrets that assertions do not see.
    private let hidden: Redaction?
    private let budget = MatchBudget()
    private lazy var bytes: Result<[UInt8], RunnerFault> = Result { () throws(RunnerFault) in try self.readBody() }
    private lazy var document: Result<Result<JSONDocument, InvalidJSON>, RunnerFault> = Result { () throws(RunnerFault) in
        let bytes = try self.bytes.get()
        return Result { () throws(InvalidJSON) in try JSONDocument(bytes) }
    }

    init(
        _ answer: HTTPAnswer, of host: String, latency: Duration, chain: CertificateChain?, hiding hidden: Redaction?,
        _ redaction: Redaction
    ) {
        self.answer = answer
        self.host = host
        self.latency = latency
        self.chain = chain
        self.hidden = hidden
        self.redaction = redaction
    }

    /// - Returns: nil if the assertion holds.
    mutating func evaluate(_ assertion: Assertion) throws(RunnerFault) -> FailedAssertion? {
        switch assertion.source {
        case .body: try self.evaluateBody(assertion)
        case .json: try self.evaluateJSON(assertion)
        case .header:
            try assertion.evaluate(
                self.answer.headers[assertion.name ?? ""].map(self.withoutSecrets),
                "the header \(assertion.name ?? "") of \(self.host)", self.budget)
        case .status: assertion.evaluate(Double(self.answer.status), "the status of \(self.host) is \(self.answer.status)")
        case .latency: assertion.evaluate(latency: self.latency, of: self.host)
        case .certificateDays: assertion.evaluate(certificate: self.chain, of: self.host, at: .wallClock)
        case .packetLoss, .jitter: nil
        }
    }

    /// Returns the body as UTF-8, without the monitor's own secrets and without an incomplete character at its end.
    private func readBody() throws(RunnerFault) -> [UInt8] {
        let text = try self.answer.text()
        guard let hidden = self.hidden else { return text }
        let isCut = self.answer.body.isCut
        let shown = hidden.hiding(in: text, isCut: isCut)
        return isCut ? shown.withoutHalfCharacter : shown
    }

    private var body: String { "the body of \(self.host)" }

    private func withoutSecrets(_ text: String) -> String { self.hidden?.hiding(in: text) ?? text }

    private mutating func evaluateBody(_ assertion: Assertion) throws(RunnerFault) -> FailedAssertion? {
        if let failure = self.unreadable(assertion) { return failure }
        return try assertion.evaluate(
            self.bytes.get(), cutAt: self.answer.body.isCut ? Self.limit : nil, self.body, self.budget)
    }

    private mutating func evaluateJSON(_ assertion: Assertion) throws(RunnerFault) -> FailedAssertion? {
        if let failure = self.unreadable(assertion) { return failure }
        if self.answer.body.isCut {
            return FailedAssertion(
                severity: assertion.severity, reason: .tooLarge,
                message: "\(self.body) is larger than \(Self.limit): its JSON cannot be read")
        }
        switch try self.document.get() {
        case .success(let document):
            return try assertion.evaluate(
                document, of: self.host, self.budget, reading: self.withoutSecrets,
                trace: { self.redaction.beginning(of: $0).shortened })
        case .failure(let error):
            return assertion.failed("\(self.body) is not JSON: \(error.message)")
        }
    }

    /// Returns a failure if the response has a compression that we did not request.
    private func unreadable(_ assertion: Assertion) -> FailedAssertion? {
        self.answer.body.foreignCoding.map {
            assertion.failed("\(self.body) is compressed as \($0.shortened), which is not supported")
        }
    }
}
