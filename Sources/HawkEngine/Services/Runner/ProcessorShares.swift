import HawkCore
import NIOCore

/// How much of an event loop's processor time the checks of each organization may take, on top of what every check costs: for
/// expressions, JSON, TLS and decompression. One that has taken more has no check started until it has made up for it, unless nobody else
/// is there.
struct ProcessorShares {
    struct Rules: Sendable {
        /// The share of a core that an organization may have for long.
        var rate = 0.1
        /// What it may have at once, in nanoseconds.
        var burst: Int64 = 250_000_000
        /// Another organization is there for so long after its last task.
        var presence = TimeAmount.seconds(60)
    }

    private struct Account {
        var balance: Int64
        var at: NIODeadline
    }

    /// Beyond so many accounts those that are full are forgotten, which changes nothing.
    private static let capacity = 4_096

    private let rules: Rules
    /// One that is not here is full.
    private var accounts: [ID<Organization>: Account] = [:]
    private var debtors: Set<ID<Organization>> = []
    private var sweepsAt = capacity
    /// The two organizations whose tasks came last.
    private var latest: (organization: ID<Organization>, at: NIODeadline)?
    private var second: (organization: ID<Organization>, at: NIODeadline)?

    init(_ rules: Rules = Rules()) { self.rules = rules }

    /// Whether some organization has, or had lately, taken more than its share.
    var haveDebtors: Bool { !self.debtors.isEmpty }

    /// How many organizations have taken more than their share.
    mutating func debtorCount(at now: NIODeadline) -> Int {
        if self.debtors.isEmpty { return 0 }
        self.debtors = self.debtors.filter { self.balance(of: $0, at: now) < 0 }
        return self.debtors.count
    }

    /// A task of the organization came.
    mutating func note(_ organization: ID<Organization>, at now: NIODeadline) {
        if let latest, latest.organization != organization { self.second = latest }
        self.latest = (organization, now)
    }

    /// - Parameter nanoseconds: negative where too much was charged.
    mutating func charge(_ nanoseconds: Int64, to organization: ID<Organization>, at now: NIODeadline) {
        guard nanoseconds != 0 else { return }
        let balance = min(self.balance(of: organization, at: now) - nanoseconds, self.rules.burst)
        if self.accounts[organization] == nil, self.accounts.count >= self.sweepsAt { self.sweep(at: now) }
        self.accounts[organization] = Account(balance: balance, at: now)
        if balance < 0 { self.debtors.insert(organization) } else { self.debtors.remove(organization) }
    }

    /// Whether no check of the organization is to be started now.
    mutating func holdsBack(_ organization: ID<Organization>, at now: NIODeadline) -> Bool {
        guard self.debtors.contains(organization) else { return false }
        guard self.balance(of: organization, at: now) < 0 else {
            self.debtors.remove(organization)
            return false
        }
        return self.isAnother(than: organization, at: now)
    }

    /// When the first organization has made up for what it took; nil: none has to.
    func nextRelease() -> NIODeadline? {
        self.debtors.compactMap { organization in
            self.accounts[organization].map { account in
                account.at + .nanoseconds(Int64((Double(-account.balance) / self.rules.rate).rounded(.up)))
            }
        }.min()
    }

    private func balance(of organization: ID<Organization>, at now: NIODeadline) -> Int64 {
        guard let account = self.accounts[organization] else { return self.rules.burst }
        let earned = Double((now - account.at).nanoseconds) * self.rules.rate
        return Int64(min(Double(account.balance) + earned, Double(self.rules.burst)))
    }

    private func isAnother(than organization: ID<Organization>, at now: NIODeadline) -> Bool {
        let other = self.latest?.organization == organization ? self.second : self.latest
        return other.map { now - $0.at < self.rules.presence } ?? false
    }

    private mutating func sweep(at now: NIODeadline) {
        self.accounts = self.accounts.filter { self.balance(of: $0.key, at: now) < self.rules.burst }
        self.sweepsAt = max(Self.capacity, self.accounts.count * 2)
    }
}
