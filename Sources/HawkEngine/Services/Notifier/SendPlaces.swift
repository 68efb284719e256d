import HawkCore
import HawkStore
import Synchronization

/// The pools of one notifier.
final class SendPlaces: Sendable {
    private let pools = Mutex(SendPools())

    /// How many due deliveries may be claimed.
    var free: DueLimits { self.pools.withLock { DueLimits(quick: $0.freeQuick, slow: $0.freeSlow) } }

    /// The deliveries in flight.
    var sending: [ID<Delivery>] { self.pools.withLock { $0.sending } }

    func admit(_ due: [DueDelivery]) -> [ID<Delivery>] { self.pools.withLock { $0.admit(due, at: .now) } }

    func end(_ id: ID<Delivery>) { self.pools.withLock { $0.end(id) } }

    /// Makes room for quick sends.
    func moveSlow() { self.pools.withLock { _ = $0.moveSlow(at: .now) } }
}
