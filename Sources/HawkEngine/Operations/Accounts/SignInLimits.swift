package import HawkCore

/// How often one may try to sign in, or to guess a code, in one process: from one network, and at one account.
package struct SignInLimits: Sendable {
    private let networks: RateLimiter
    private let accounts: RateLimiter

    package init(clock: any WallClock) {
        self.networks = RateLimiter(burst: 30, interval: .seconds(10), clock: clock)
        self.accounts = RateLimiter(burst: 10, interval: .minutes(1), clock: clock)
    }

    /// To be asked before anything of a request but its head is read.
    /// - Throws: `OperationError` with `rateLimited`.
    package func take(network: String) throws(OperationError) { try self.networks.take(network) }

    /// - Throws: `OperationError` with `rateLimited`.
    func take(account: String) throws(OperationError) { try self.accounts.take(account.lowercased()) }

    /// Forgets an attempt that turned out well.
    func succeeded(account: String, network: String) {
        self.networks.giveBack(network)
        self.accounts.giveBack(account.lowercased())
    }
}
