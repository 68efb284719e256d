import HawkCore
import NIOCore

/// Divides an event loop's processor time between organizations, for the work beyond every check's base cost: expressions, JSON,
/// TLS and decompression. An organization that exceeds its share starts no checks until it has made up for it, unless no other is
/// present.
struct ProcessorShares {
    struct Rules: Sendable {
        /// The long-term share of a core that an organization may use.
        var rate = 0.1
        /// The time that it may use at once, in nanoseconds.
        var burst: Int64 = 250_000_000
        /// Another organization counts as present for this long after its last task.
        var presence = TimeAmount.seconds(60)
    }

    private struct Account {
        var balance: Int64
        var at: NIODeadline
    }

    /// Above this number, full accounts are removed, which changes nothing.
    private static let capacity = 4_096

    private let rules: Rules
    /// Organizations without an account have a full one.
    private var accounts: [ID<Organization>: Account] = [:]
    private var debtors: Set<ID<Organization>> = []
    private var sweepsAt = capacity
    /// The organizations of the latest tasks.
    private var latest: (organization: ID<Organization>, at: NIODeadline)?
    private var second: (organization: ID<Organization>, at: NIODeadline)?

    init(_ rules: Rules = Rules()) { self.rules = rules }

    /// Whether an organization is, or was recently, over its share.
    var haveDebtors: Bool { !self.debtors.isEmpty }

    /// Returns how many organizations are over their share.
    mutating func debtorCount(at now: NIODeadline) -> Int {
        if self.debtors.isEmpty { return 0 }
        self.debtors = self.debtors.filter { self.balance(of: $0, at: now) < 0 }
        return self.debtors.count
    }

    /// Records a task of the organization.
    mutating func record(_ organization: ID<Organization>, at now: NIODeadline) {
        if let latest, latest.organization != organization { self.second = latest }
        self.latest = (organization, now)
    }

    /// - Parameter nanoseconds: Negative to refund an overcharge.
    mutating func charge(_ nanoseconds: Int64, to organization: ID<Organization>, at now: NIODeadline) {
        guard nanoseconds != 0 else { return }
        let balance = min(self.balance(of: organization, at: now) - nanoseconds, self.rules.burst)
        if self.accounts[organization] == nil, self.accounts.count >= self.sweepsAt { self.sweep(at: now) }
        self.accounts[organization] = Account(balance: balance, at: now)
        if balance < 0 { self.debtors.insert(organization) } else { self.debtors.remove(organization) }
    }

    /// Whether checks of the organization must not start now.
    func holdsBack(_ organization: ID<Organization>, at now: NIODeadline) -> Bool {
        self.debtors.contains(organization) && self.balance(of: organization, at: now) < 0
            && self.isAnother(than: organization, at: now)
    }

    /// Returns when the first organization will have made up for its use. Nil if none has to.
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
