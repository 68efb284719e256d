import HTTPTypes
import HawkCore
import HawkEngine
import Hummingbird

/// Limits the requests of an organization to this process, and reports the remaining quota: `RateLimit-Policy` and `RateLimit` of
/// draft-ietf-httpapi-ratelimit-headers, and `Retry-After` with 429.
struct QuotaMiddleware: RouterMiddleware {
    typealias Context = UserContext

    private let requestsPerMinute: Int
    private let limiter: RateLimiter

    init(_ quotas: Quotas, clock: any WallClock) {
        self.requestsPerMinute = quotas.requestsPerMinute
        let interval = Duration.milliseconds((60_000 + quotas.requestsPerMinute - 1) / quotas.requestsPerMinute)
        self.limiter = RateLimiter(burst: quotas.requestsPerMinute, interval: interval, clock: clock)
    }

    func handle(_ request: Request, context: UserContext, next: Next<UserContext>) async throws -> Response {
        let allowance = self.limiter.attempt("\(context.principal.organization)")
        do {
            if let wait = allowance.wait {
                throw OperationError(
                    .rateLimited(retryAfter: wait),
                    "an organization may send \(self.requestsPerMinute) requests per minute on this server: wait before the next")
            }
            var response = try await next(request, context)
            self.add(allowance, to: &response.headers)
            return response
        } catch {
            var problem = Problem(error)
            guard problem.status.code < 500 else { throw error }  // logged with its cause by an outer middleware
            self.add(allowance, to: &problem.headers)
            throw problem
        }
    }

    private func add(_ allowance: RateLimiter.Allowance, to headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"organization\";q=\(self.requestsPerMinute);w=60"
        headers[.rateLimit] =
            "\"organization\";r=\(allowance.remaining);t=\(Int(allowance.untilFull.seconds.rounded(.up)))"
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimitPolicy = Self("RateLimit-Policy")!  // SAFETY: a literal token
    fileprivate static let rateLimit = Self("RateLimit")!  // SAFETY: a literal token
}
