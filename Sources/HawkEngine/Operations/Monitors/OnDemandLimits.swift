import HawkCore
import Synchronization

/// Limits on-demand checks in one process: per user or token, per organization, and in total.
final class OnDemandLimits: Sendable {
    /// The most concurrent checks of an organization.
    private static let maxOfOrganization = 20
    /// The most concurrent checks in total.
    private static let max = 500

    private let callers: RateLimiter
    private let organizations: RateLimiter
    private let waiting = Mutex<[ID<Organization>: Int]>([:])

    init(clock: any WallClock) {
        let message = "too many on-demand checks: wait before the next"
        self.callers = RateLimiter(burst: 20, interval: .seconds(3), message: message, clock: clock)
        self.organizations = RateLimiter(burst: 60, interval: .seconds(1), message: message, clock: clock)
    }

    /// Runs the check unless a limit is reached.
    /// - Throws: `OperationError` with `rateLimited`.
    func run<Value>(as principal: Principal, _ check: () async throws -> Value) async throws -> Value {
        try self.callers.consume(principal.caller.key)
        try self.organizations.consume("\(principal.organization)")
        try self.begin(principal.organization)
        defer { self.end(principal.organization) }
        return try await check()
    }

    private func begin(_ organization: ID<Organization>) throws(OperationError) {
        let isFree = self.waiting.withLock { waiting in
            guard waiting[organization, default: 0] < Self.maxOfOrganization, waiting.values.reduce(0, +) < Self.max else {
                return false
            }
            waiting[organization, default: 0] += 1
            return true
        }
        guard isFree else {
            throw OperationError(.rateLimited(retryAfter: .seconds(5)), "too many on-demand checks are running")
        }
    }

    private func end(_ organization: ID<Organization>) {
        self.waiting.withLock { waiting in
            let rest = waiting[organization, default: 1] - 1
            waiting[organization] = rest > 0 ? rest : nil
        }
    }
}

extension Principal.Caller {
    fileprivate var key: String {
        switch self {
        case .user(let id, _): "user \(id)"
        case .token(let id, _): "token \(id)"
        }
    }
}
