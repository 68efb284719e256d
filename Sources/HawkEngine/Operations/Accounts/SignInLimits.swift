package import HawkCore

/// Limits attempts to sign in or to guess a code, in one process.
///
/// Unknown devices are counted by network, by account and network, and by account over all networks. A device that signed in to
/// the account before has its own limit, so strangers cannot lock it out.
package struct SignInLimits: Sendable {
    private let requests: RateLimiter
    private let networks: RateLimiter
    private let accountNetworks: RateLimiter
    private let accounts: RateLimiter
    private let devices: RateLimiter
    private let mails: RateLimiter

    package init(clock: any WallClock) {
        self.requests = RateLimiter(burst: 120, interval: .seconds(2), clock: clock)
        self.networks = RateLimiter(burst: 30, interval: .seconds(10), clock: clock)
        self.accountNetworks = RateLimiter(burst: 10, interval: .minutes(1), clock: clock)
        self.accounts = RateLimiter(burst: 100, interval: .seconds(30), clock: clock)
        self.devices = RateLimiter(burst: 10, interval: .minutes(1), clock: clock)
        self.mails = RateLimiter(burst: 10, interval: .minutes(3), clock: clock)
    }

    /// An attempt to sign in to an account.
    struct Attempt: Sendable {
        let account: String
        let network: String
        /// A device that signed in to this account before. Nil if it is unknown.
        let device: String?

        init(account: String, network: String, device: String?) {
            self.account = account.addressKey
            self.network = network
            self.device = device
        }

        /// The network comes last because callers cannot choose it.
        fileprivate var accountNetwork: String { "\(self.account)\n\(self.network)" }
    }

    /// Limits sign-ins by their request heads alone, before a known device can be recognized.
    /// - Throws: `OperationError` with `rateLimited`.
    package func consume(requestFrom network: String) throws(OperationError) { try self.requests.consume(network) }

    /// - Throws: `OperationError` with `rateLimited`.
    package func consume(network: String) throws(OperationError) { try self.networks.consume(network) }

    /// Limits mails requested without signing in, so that one network cannot exhaust the installation's limit.
    /// - Throws: `OperationError` with `rateLimited`.
    package func consume(mailFor network: String) throws(OperationError) { try self.mails.consume(network) }

    /// - Throws: `OperationError` with `rateLimited`.
    func consume(_ attempt: Attempt) throws(OperationError) {
        if let device = attempt.device { return try self.devices.consume(device) }
        try self.consume(network: attempt.network)
        try self.accountNetworks.consume(attempt.accountNetwork)
        try self.accounts.consume(attempt.account)
    }

    /// Limits people who are signed in and enter their password again.
    /// - Throws: `OperationError` with `rateLimited`.
    func consume(person: ID<User>) throws(OperationError) { try self.devices.consume("user \(person)") }

    /// Refunds the permits of a successful attempt.
    func succeeded(_ attempt: Attempt) {
        if let device = attempt.device { return self.devices.refund(device) }
        self.networks.refund(attempt.network)
        self.accountNetworks.refund(attempt.accountNetwork)
        self.accounts.refund(attempt.account)
    }
}
