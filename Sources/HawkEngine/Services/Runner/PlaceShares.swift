import HawkCore
import NIOCore

/// Tracks which organizations hold places of a shared resource, such as connections to one address, and which may acquire another.
///
/// - At most `max` places are held at any time.
/// - An organization that holds some may acquire another while fewer than `limit` are held. It may have at most four times as many
///   as are free of those (`ConcurrencyShares`).
/// - An organization that holds none may acquire one while fewer than `limit` of the held ones are younger than `blockingTime`.
///   Places held for longer do not keep it waiting.
///
/// Therefore each place beyond `limit` is the only one of its organization when acquired. Holding all `max` places takes more than
/// `max - limit` organizations.
struct PlaceShares {
    struct Rules: Sendable {
        let limit: Int
        let max: Int
        /// The maximum of one organization.
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

    /// Returns when the next place stops keeping others waiting. Nil if none does any more.
    func nextChange(after now: NIODeadline) -> NIODeadline? {
        self.holders.filter { self.isYoung($0, at: now) }.map { $0.since + self.rules.blockingTime }.min()
    }

    private func isYoung(_ holder: Holder, at now: NIODeadline) -> Bool { now - holder.since < self.rules.blockingTime }
}
