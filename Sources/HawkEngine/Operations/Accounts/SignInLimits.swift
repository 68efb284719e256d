package import HawkCore

/// How often one may try to sign in, or to guess a code, in one process.
///
/// Strangers are counted by network, by account and network, and by account over all networks. A device that signed in to the account
/// before has a limit of its own: no stranger can lock it out.
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

    /// Who tries to sign in, and to which account.
    struct Attempt: Sendable {
        let account: String
        let network: String
        /// A device that signed in to this account before; nil: a stranger.
        let device: String?

        init(account: String, network: String, device: String?) {
            self.account = account.addressKey
            self.network = network
            self.device = device
        }

        /// The network, which no caller chooses, stands last.
        fileprivate var accountNetwork: String { "\(self.account)\n\(self.network)" }
    }

    /// Bounds sign-ins before anything but their heads is read, and so before a known device can be told from a stranger.
    /// - Throws: `OperationError` with `rateLimited`.
    package func take(requestFrom network: String) throws(OperationError) { try self.requests.take(network) }

    /// - Throws: `OperationError` with `rateLimited`.
    package func take(network: String) throws(OperationError) { try self.networks.take(network) }

    /// Bounds the mails that people request who are not signed in, so that one network cannot use up what all have.
    /// - Throws: `OperationError` with `rateLimited`.
    package func take(mailFor network: String) throws(OperationError) { try self.mails.take(network) }

    /// - Throws: `OperationError` with `rateLimited`.
    func take(_ attempt: Attempt) throws(OperationError) {
        if let device = attempt.device { return try self.devices.take(device) }
        try self.take(network: attempt.network)
        try self.accountNetworks.take(attempt.accountNetwork)
        try self.accounts.take(attempt.account)
    }

    /// For somebody who is signed in and proves it again.
    /// - Throws: `OperationError` with `rateLimited`.
    func take(person: ID<User>) throws(OperationError) { try self.devices.take("user \(person)") }

    /// Forgets an attempt that turned out well.
    func succeeded(_ attempt: Attempt) {
        if let device = attempt.device { return self.devices.giveBack(device) }
        self.networks.giveBack(attempt.network)
        self.accountNetworks.giveBack(attempt.accountNetwork)
        self.accounts.giveBack(attempt.account)
    }
}
