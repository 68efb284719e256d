import HawkCore

/// Limits channel tests in one process, per channel and per organization.
struct ChannelTestLimits: Sendable {
    private let channels: RateLimiter
    private let organizations: RateLimiter

    init(clock: any WallClock) {
        self.channels = RateLimiter(burst: 5, interval: .seconds(10), clock: clock)
        self.organizations = RateLimiter(burst: 20, interval: .seconds(3), clock: clock)
    }

    /// - Throws: `OperationError` with `rateLimited`, also while the channel's receiver asked us to wait.
    func consume(_ channel: Channel, at now: Instant) throws(OperationError) {
        if let until = channel.waitsUntil, until > now {
            throw OperationError(
                .rateLimited(retryAfter: until - now), "the receiver asked for no more messages before \(until.words)")
        }
        try self.channels.consume("\(channel.id)", "tests of this channel")
        try self.organizations.consume("\(channel.organization)", "channel tests of this organization")
    }
}
