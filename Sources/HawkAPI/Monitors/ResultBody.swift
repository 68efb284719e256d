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
    private let latency: Double?
    private let phases: PhasesBody
    private let anomalous: Bool
    private let zScore: Double?

    private enum CodingKeys: String, CodingKey {
        case scheduledAt = "scheduled_at"
        case startedAt = "started_at"
        case location, outcome, reason, message
        case statusCode = "status_code"
        case attempts
        case latency = "latency_ms"
        case phases, anomalous
        case zScore = "z_score"
    }

    init(_ result: CheckResult) {
        self.scheduledAt = result.slot
        self.startedAt = result.startedAt
        self.location = result.location
        self.outcome = result.outcome
        self.reason = result.reason
        self.message = result.message
        self.statusCode = result.statusCode
        self.attempts = result.attempts
        self.latency = result.latency?.wireMilliseconds
        self.phases = PhasesBody(result.phases)
        self.anomalous = result.anomalous
        self.zScore = result.zScore
    }
}

struct PhasesBody: Encodable {
    private let dns: Double?
    private let connect: Double?
    private let tls: Double?
    private let firstByte: Double?
    private let transfer: Double?

    private enum CodingKeys: String, CodingKey {
        case dns = "dns_ms"
        case connect = "connect_ms"
        case tls = "tls_ms"
        case firstByte = "first_byte_ms"
        case transfer = "transfer_ms"
    }

    init(_ phases: Phases) {
        self.dns = phases.dns?.wireMilliseconds
        self.connect = phases.connect?.wireMilliseconds
        self.tls = phases.tls?.wireMilliseconds
        self.firstByte = phases.firstByte?.wireMilliseconds
        self.transfer = phases.transfer?.wireMilliseconds
    }
}
