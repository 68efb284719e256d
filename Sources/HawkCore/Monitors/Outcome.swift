/// The verdict of one check.
package enum Outcome: String, Sendable, Codable, CaseIterable {
    case up
    /// Nothing that means down failed, but an assertion of severity `degraded` did. Counts as up in uptime.
    case degraded
    case down
    /// We could not tell: a fault of ours, never the target's.
    case unknown

    /// Small integer of the store and of our own encodings; never renumber.
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

/// Why a check came out as it did: the closed list of the interface.
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
    /// A bound exceeded.
    case tooLarge = "too_large"
    /// The target is not allowed.
    case policy
    /// A heartbeat did not come.
    case missed
    /// Our side: descriptors, rights, our resolver does not answer, clock.
    case runner

    /// Whether whoever has lost the network sees the same of a target that is well.
    package var mayBeTheNetwork: Bool {
        switch self {
        case .dns, .refused, .unreachable, .timeout, .tls, .protocol: true
        case .none, .certificateExpired, .certificateInvalid, .status, .assertion, .tooLarge, .policy, .missed, .runner: false
        }
    }
}

/// What a monitor is shown as. Derived on reading, see `MonitorStatus.derived`.
package enum MonitorStatus: String, Sendable, Codable, CaseIterable {
    case pending, up, degraded, down, unknown, paused, maintenance
}
