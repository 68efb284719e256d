import HawkCore
import HawkEngine
import Hummingbird

/// `GET /api/v1/organization/quotas`
struct QuotasBody: ResponseEncodable {
    /// How much of a resource the organization uses, and its quota.
    struct Usage: Encodable {
        let resource: String
        let used: Int
        let limit: Int
    }

    struct Limits: Encodable {
        let minIntervalSeconds: Double
        let maxTimeoutSeconds: Double
        let mailRecipients: Int
        let requestsPerMinute: Int
    }

    let usage: [Usage]
    let limits: Limits

    init(_ usage: [QuotaUsage], _ quotas: Quotas) {
        self.usage = usage.map { Usage(resource: $0.resource.rawValue, used: $0.used, limit: $0.limit) }
        self.limits = Limits(
            minIntervalSeconds: quotas.minInterval.seconds, maxTimeoutSeconds: quotas.maxTimeout.seconds,
            mailRecipients: quotas.mailRecipients, requestsPerMinute: quotas.requestsPerMinute)
    }
}
