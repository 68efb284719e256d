import HawkCore
import Hummingbird

/// The result of one check.
struct ResultBody: ResponseEncodable {
    private let scheduledAt: Instant
    private let startedAt: Instant
    private let location: String
    private let outcome: Outcome
    private let reason: Reason
    private let message: String
    private let statusCode: Int?
    private let attempts: Int
    private let latencyMs: Double?
    private let phases: PhasesBody
    private let anomalous: Bool
    private let zScore: Double?

    init(_ result: CheckResult) {
        self.scheduledAt = result.slot
        self.startedAt = result.startedAt
        self.location = result.location
        self.outcome = result.outcome
        self.reason = result.reason
        self.message = result.message
        self.statusCode = result.statusCode
        self.attempts = result.attempts
        self.latencyMs = result.latency?.wireMilliseconds
        self.phases = PhasesBody(result.phases)
        self.anomalous = result.anomalous
        self.zScore = result.zScore
    }
}

struct PhasesBody: Encodable {
    private let dnsMs: Double?
    private let connectMs: Double?
    private let tlsMs: Double?
    private let firstByteMs: Double?
    private let transferMs: Double?

    init(_ phases: Phases) {
        self.dnsMs = phases.dns?.wireMilliseconds
        self.connectMs = phases.connect?.wireMilliseconds
        self.tlsMs = phases.tls?.wireMilliseconds
        self.firstByteMs = phases.firstByte?.wireMilliseconds
        self.transferMs = phases.transfer?.wireMilliseconds
    }
}
