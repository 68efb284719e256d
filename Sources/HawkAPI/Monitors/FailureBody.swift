import HawkCore
import HawkEngine
import Hummingbird

/// The evidence of a failed check.
struct FailureBody: ResponseEncodable {
    private let result: ResultBody
    /// The last completed phase. Nil if none completed.
    private let phaseReached: String?
    private let attempts: [AttemptBody]
    private let lastSuccess: ResultBody?
    private let changes: [AttemptEvidence.Change]?

    init(_ failure: MonitorOperations.Failure) {
        self.result = ResultBody(failure.result)
        self.phaseReached = failure.result.phases.last
        self.attempts = failure.attempts.map(AttemptBody.init)
        self.lastSuccess = failure.lastSuccess.map(ResultBody.init)
        self.changes = failure.attempts.last?.evidence.changes
    }
}

/// One attempt within a check, with its evidence.
struct AttemptBody: Encodable {
    private let startedAt: Instant
    private let outcome: Outcome
    private let reason: Reason
    private let message: String
    private let statusCode: Int?
    private let latencyMs: Double
    private let addresses: [String]
    private let peer: String?
    private let headers: [AttemptEvidence.Header]
    private let body: String?
    private let certificates: [CertificateBody]
    private let tlsVersion: String?
    private let sizeBytes: Int?
    private let redirects: [String]
    private let lenient: [String]

    init(_ attempt: AttemptRecord) {
        self.startedAt = attempt.startedAt
        self.outcome = attempt.outcome
        self.reason = attempt.reason
        self.message = attempt.message
        self.statusCode = attempt.statusCode
        self.latencyMs = Double(attempt.latencyMicroseconds) / 1_000
        self.addresses = attempt.evidence.addresses
        self.peer = attempt.evidence.peer
        self.headers = attempt.evidence.headers
        self.body = attempt.evidence.body
        self.certificates = attempt.evidence.certificates.map(CertificateBody.init)
        self.tlsVersion = attempt.evidence.tlsVersion
        self.sizeBytes = attempt.evidence.size
        self.redirects = attempt.evidence.redirects
        self.lenient = attempt.evidence.lenient
    }
}

struct CertificateBody: Encodable {
    private let subject: String
    private let issuer: String
    private let names: [String]
    private let notBefore: Instant
    private let notAfter: Instant

    init(_ certificate: CertificateSummary) {
        self.subject = certificate.subject
        self.issuer = certificate.issuer
        self.names = certificate.names
        self.notBefore = certificate.notBefore
        self.notAfter = certificate.notAfter
    }
}

extension Phases {
    fileprivate var last: String? {
        let inOrder = [
            ("dns", self.dns), ("connect", self.connect), ("tls", self.tls), ("first_byte", self.firstByte),
            ("transfer", self.transfer),
        ]
        return inOrder.last { $0.1 != nil }?.0
    }
}
