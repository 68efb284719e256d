/// The result of one check.
package enum Outcome: String, Sendable, Codable, CaseIterable {
    case up
    /// An assertion of severity `degraded` failed, and nothing that means down. Counts as up in uptime.
    case degraded
    case down
    /// The check was inconclusive because of our own fault, never the target's.
    case unknown

    /// The integer in the database and in our own encodings. Never renumber.
    package var code: Int {
        switch self {
        case .up: 0
        case .degraded: 1
        case .down: 2
        case .unknown: 3
        }
    }

    package init?(code: Int) {
        guard let outcome = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = outcome
    }
}

/// Why a check had its outcome: the closed list of the API.
package enum Reason: String, Sendable, Codable, CaseIterable {
    case none
    /// The name does not exist or has no address.
    case dns
    /// No connection: RST or port unreachable.
    case refused
    /// No route.
    case unreachable
    case timeout
    case tls
    case certificateExpired = "certificate_expired"
    case certificateInvalid = "certificate_invalid"
    case status
    case assertion
    /// Connected, then reset, closed early, malformed, or too many redirects.
    case `protocol`
    /// A limit was exceeded.
    case tooLarge = "too_large"
    /// The target is not allowed.
    case policy
    /// A ping was missed.
    case missed
    /// Our own fault: file descriptors, permissions, a resolver that does not answer, the clock.
    case runner

    /// Whether a runner without a network would see the same for a working target.
    package var mayBeTheNetwork: Bool {
        switch self {
        case .dns, .refused, .unreachable, .timeout, .tls, .protocol: true
        case .none, .certificateExpired, .certificateInvalid, .status, .assertion, .tooLarge, .policy, .missed, .runner: false
        }
    }
}

/// The present state of a monitor. It is derived when read, see `MonitorStatus.derived`.
package enum MonitorStatus: String, Sendable, Codable, CaseIterable {
    case pending, up, degraded, down, unknown, paused, maintenance
}
