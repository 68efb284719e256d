import HawkCore
import NIOCore

/// The places of one key, with a queue of waiters. Organizations without a place are served first, in turn.
///
/// Guarantee while fewer than `max` places are held: consider an organization that holds none and waits behind `n` others that
/// hold none. It gets a place after at most `blockingTime` for each `limit` of them, itself included.
struct PlaceLine<Waiter> {
    private var shares: PlaceShares
    private let lineCapacity: Int
    private let capacity: Int
    /// Nil if there are no waiters, which is the usual case.
    private var line: FairQueue<Waiter>?

    /// - Parameters:
    ///   - lineCapacity: The maximum number of waiters of one organization.
    ///   - capacity: The maximum number of waiters.
    init(_ rules: PlaceShares.Rules, lineCapacity: Int, capacity: Int) {
        self.shares = PlaceShares(rules)
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    var held: Int { self.shares.count }
    var waiting: Int { self.line?.count ?? 0 }
    var isEmpty: Bool { self.held == 0 && self.waiting == 0 }

    /// Acquires a place for an organization without waiters. Call it only after all possible waiters were served.
    mutating func acquire(_ organization: ID<Organization>, at now: NIODeadline) -> Bool {
        guard self.line?.holds(organization) != true, self.shares.admits(organization, at: now) else { return false }
        self.shares.begin(organization, at: now)
        return true
    }

    /// - Returns: False if too many wait.
    mutating func wait(_ waiter: Waiter, of organization: ID<Organization>) -> Bool {
        var line = self.line ?? FairQueue(lineCapacity: self.lineCapacity, capacity: self.capacity)
        guard line.hasRoom(for: organization) else { return false }
        _ = line.add(waiter, of: organization)  // drops nothing: there is room
        self.line = line
        return true
    }

    /// - Returns: The waiters that now have a place.
    mutating func serve(at now: NIODeadline) -> [Waiter] {
        var served: [Waiter] = []
        while let waiter = self.next(at: now) { served.append(waiter) }
        if self.line?.count == 0 { self.line = nil }
        return served
    }

    mutating func release(_ organization: ID<Organization>, since: NIODeadline) { self.shares.end(organization, since: since) }

    mutating func remove(of organization: ID<Organization>, where matches: (Waiter) -> Bool) {
        self.line?.remove(of: organization, where: matches)
        if self.line?.count == 0 { self.line = nil }
    }

    /// Returns the time when a waiter may be served although no place is returned. Nil if time alone frees none.
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
