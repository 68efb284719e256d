import HawkCore
import NIOCore

/// Which organizations hold the places of something that many share, such as connections to one address, and who may have one more.
///
/// - At no time are more than `max` places held.
/// - An organization that holds some may have another while fewer than `limit` are held, and at most four times as many as are free of
///   those (`ConcurrencyShares`).
/// - An organization that holds none may have one while fewer than `limit` of those that are held are younger than `blockingTime`: what
///   others hold for longer does not keep it waiting.
///
/// Places beyond `limit` are therefore each the only one of an organization when it is taken: to hold all of `max`, somebody needs
/// more than `max - limit` organizations.
struct PlaceShares {
    struct Rules: Sendable {
        let limit: Int
        let max: Int
        /// The most of one organization.
        var each = Int.max
        let blockingTime: TimeAmount
    }

    private struct Holder {
        let organization: ID<Organization>
        let since: NIODeadline
    }

    private let rules: Rules
    private var holders: [Holder] = []

    init(_ rules: Rules) { self.rules = rules }

    var count: Int { self.holders.count }

    func count(of organization: ID<Organization>) -> Int { self.holders.count { $0.organization == organization } }

    func admits(_ organization: ID<Organization>, at now: NIODeadline) -> Bool {
        let own = self.count(of: organization)
        if own > 0 { return own < min(self.rules.each, ConcurrencyShares.factor * (self.rules.limit - self.count)) }
        return self.count < self.rules.max && self.holders.count { self.isYoung($0, at: now) } < self.rules.limit
    }

    mutating func begin(_ organization: ID<Organization>, at now: NIODeadline) {
        self.holders.append(Holder(organization: organization, since: now))
    }

    mutating func end(_ organization: ID<Organization>, since: NIODeadline) {
        let index = self.holders.firstIndex { $0.since == since && $0.organization == organization }
        if let index { self.holders.remove(at: index) }
    }

    /// When the next place stops keeping others waiting; nil: none does any more.
    func nextChange(after now: NIODeadline) -> NIODeadline? {
        self.holders.filter { self.isYoung($0, at: now) }.map { $0.since + self.rules.blockingTime }.min()
    }

    private func isYoung(_ holder: Holder, at now: NIODeadline) -> Bool { now - holder.since < self.rules.blockingTime }
}
