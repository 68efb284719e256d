import HawkCore
import HawkEngine

extension Quotas {
    /// Reads the quotas. Defaults are strict if sign-up is open, otherwise generous.
    init(_ reader: ConfigurationReader, signups: Installation.Signups) throws(ConfigurationError) {
        self = signups == .open ? .openSignUp : .selfHosted
        for resource in Resource.allCases {
            self[resource] = try reader.number(resource.key, in: 0...1_000_000, default: self[resource])
        }
        let interval = try reader.number(.quotaMinInterval, in: 1...86_400, default: Int(self.minInterval.seconds))
        self.minInterval = .seconds(interval)
        let timeout = try reader.number(.quotaMaxTimeout, in: 1...600, default: Int(self.maxTimeout.seconds))
        self.maxTimeout = .seconds(timeout)
        self.mailRecipients = try reader.number(.quotaMailRecipients, in: 1...20, default: self.mailRecipients)
        self.requestsPerMinute = try reader.number(.quotaRequests, in: 1...60_000, default: self.requestsPerMinute)
    }
}

extension Quotas.Resource {
    /// The configuration key of its limit.
    var key: ConfigurationKey {
        switch self {
        case .monitors: .quotaMonitors
        case .channels: .quotaChannels
        case .statusPages: .quotaStatusPages
        case .tokens: .quotaTokens
        case .invitations: .quotaInvitations
        case .members: .quotaMembers
        case .incidentsPerDay: .quotaIncidents
        case .idempotencyKeys: .quotaIdempotencyKeys
        }
    }
}
