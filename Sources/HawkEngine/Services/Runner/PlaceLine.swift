import HawkCore
import NIOCore

/// The places of one thing, and those who wait for one. Organizations without a place are served first, each of them in turn.
///
/// The guarantee, while fewer than `max` places are held: an organization that holds none, and waits with `n` others before it that
/// hold none either, has a place after at most `blockingTime` for each `limit` of them, itself included.
struct PlaceLine<Waiter> {
    private var shares: PlaceShares
    private let lineCapacity: Int
    private let capacity: Int
    /// nil: nobody waits, as is the rule.
    private var line: FairQueue<Waiter>?

    /// - Parameters:
    ///   - lineCapacity: how many may wait of one organization.
    ///   - capacity: how many may wait.
    init(_ rules: PlaceShares.Rules, lineCapacity: Int, capacity: Int) {
        self.shares = PlaceShares(rules)
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    var held: Int { self.shares.count }
    var waiting: Int { self.line?.count ?? 0 }
    var isEmpty: Bool { self.held == 0 && self.waiting == 0 }

    /// Takes a place for an organization of which nobody waits; to be called when all who wait were served.
    mutating func take(_ organization: ID<Organization>, at now: NIODeadline) -> Bool {
        guard self.line?.holds(organization) != true, self.shares.admits(organization, at: now) else { return false }
        self.shares.begin(organization, at: now)
        return true
    }

    /// - Returns: false where too many wait.
    mutating func wait(_ waiter: Waiter, of organization: ID<Organization>) -> Bool {
        var line = self.line ?? FairQueue(lineCapacity: self.lineCapacity, capacity: self.capacity)
        guard line.hasRoom(for: organization) else { return false }
        _ = line.add(waiter, of: organization)  // drops nothing: there is room
        self.line = line
        return true
    }

    /// - Returns: those who have a place from now on.
    mutating func serve(at now: NIODeadline) -> [Waiter] {
        var served: [Waiter] = []
        while let waiter = self.next(at: now) { served.append(waiter) }
        if self.line?.count == 0 { self.line = nil }
        return served
    }

    mutating func giveBack(_ organization: ID<Organization>, since: NIODeadline) { self.shares.end(organization, since: since) }

    mutating func remove(of organization: ID<Organization>, where matches: (Waiter) -> Bool) {
        self.line?.remove(of: organization, where: matches)
        if self.line?.count == 0 { self.line = nil }
    }

    /// When somebody who waits may be served though nothing is given back; nil: not by time alone.
    func nextChange(after now: NIODeadline) -> NIODeadline? { self.shares.nextChange(after: now) }

    private mutating func next(at now: NIODeadline) -> Waiter? {
        guard self.waiting > 0 else { return nil }
        let shares = self.shares
        var chosen: ID<Organization>?
        func mayHave(_ organization: ID<Organization>) -> Bool {
            guard shares.admits(organization, at: now) else { return false }
            chosen = organization
            return true
        }
        let waiter = self.line?.next { shares.count(of: $0) == 0 && mayHave($0) } ?? self.line?.next(where: mayHave)
        if let chosen { self.shares.begin(chosen, at: now) }
        return waiter
    }
}
