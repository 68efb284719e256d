import HawkCore
import HawkStore

/// Limits concurrent sends: one pool of places for quick channels and a smaller one for slow channels, each shared by
/// organization.
///
/// One organization alone gets four fifths of a pool, even if its receivers hang. An alert of another one finds a place at once.
struct SendPools {
    static let quickPlaces = 64
    static let slowPlaces = 32
    /// A longer send is slow: it moves to the slow pool as soon as that has a place for it.
    static let slowAfter = Duration.seconds(5)

    private struct Sending {
        let organization: ID<Organization>
        var isSlow: Bool
        let startedAt: ContinuousClock.Instant
    }

    private var quick: ConcurrencyShares
    private var slow: ConcurrencyShares
    private var inFlight: [ID<Delivery>: Sending] = [:]

    init(quick: Int = Self.quickPlaces, slow: Int = Self.slowPlaces) {
        self.quick = ConcurrencyShares(limit: quick)
        self.slow = ConcurrencyShares(limit: slow)
    }

    var freeQuick: Int { self.quick.limit - self.quick.total }
    var freeSlow: Int { self.slow.limit - self.slow.total }

    var sending: [ID<Delivery>] { Array(self.inFlight.keys) }

    /// Acquires a place for each admissible delivery, in order.
    /// - Returns: Those that have a place now. Each needs an `end`.
    mutating func admit(_ due: [DueDelivery], at now: ContinuousClock.Instant) -> [ID<Delivery>] {
        due.filter { self.admit($0, at: now) }.map(\.id)
    }

    private mutating func admit(_ due: DueDelivery, at now: ContinuousClock.Instant) -> Bool {
        // Still in flight in this process although its claim has expired, so it must not be sent twice.
        guard self.inFlight[due.id] == nil else { return false }
        guard (due.isSlow ? self.slow : self.quick).admits(due.organization) else { return false }
        self.begin(due.organization, isSlow: due.isSlow)
        self.inFlight[due.id] = Sending(organization: due.organization, isSlow: due.isSlow, startedAt: now)
        return true
    }

    mutating func end(_ id: ID<Delivery>) {
        guard let sending = self.inFlight.removeValue(forKey: id) else { return }
        self.end(sending.organization, isSlow: sending.isSlow)
    }

    /// Moves sends that became slow to the slow pool, within the shares of their organizations.
    /// - Returns: Whether any moved.
    mutating func moveSlow(at now: ContinuousClock.Instant) -> Bool {
        var hasMoved = false
        let hanging = self.inFlight.filter { !$0.value.isSlow && $0.value.startedAt.duration(to: now) >= Self.slowAfter }
        for (id, sending) in hanging.sorted(by: { ($0.value.startedAt, $0.key) < ($1.value.startedAt, $1.key) }) {
            guard self.slow.admits(sending.organization) else { continue }
            self.end(sending.organization, isSlow: false)
            self.begin(sending.organization, isSlow: true)
            self.inFlight[id]?.isSlow = true
            hasMoved = true
        }
        return hasMoved
    }

    private mutating func begin(_ organization: ID<Organization>, isSlow: Bool) {
        if isSlow { self.slow.begin(organization) } else { self.quick.begin(organization) }
    }

    private mutating func end(_ organization: ID<Organization>, isSlow: Bool) {
        if isSlow { self.slow.end(organization) } else { self.quick.end(organization) }
    }
}
