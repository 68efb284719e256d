import HawkCore
import HawkStore

/// How many alerts are sent at once: a pool of places for quick channels and a smaller one for slow channels, each shared by
/// organization.
///
/// One organization alone gets four fifths of a pool, however many of its receivers hang: another one's alert finds a place at once.
struct SendPools {
    static let quickPlaces = 64
    static let slowPlaces = 32
    /// A send that takes longer is slow: it gives its place in the quick pool back as soon as the slow pool has one for it.
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

    /// Takes a place for each delivery that may have one, in order.
    /// - Returns: those that have a place now; each owes an `end`.
    mutating func admit(_ due: [DueDelivery], at now: ContinuousClock.Instant) -> [ID<Delivery>] {
        due.filter { self.admit($0, at: now) }.map(\.id)
    }

    private mutating func admit(_ due: DueDelivery, at now: ContinuousClock.Instant) -> Bool {
        // Under way in this process although its claim has expired: the database knows that it may be claimed, we know better.
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

    /// Moves sends that have become slow to the slow pool, as far as their organizations may have places there.
    /// - Returns: whether any moved.
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
