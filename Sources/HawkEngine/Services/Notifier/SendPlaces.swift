import HawkCore
import HawkStore
import Synchronization

/// The pools of one notifier. Also tracks whether a place became free since the last query: then the next alert to the same
/// channel may follow.
final class SendPlaces: Sendable {
    private let state = Mutex((pools: SendPools(), hasRoom: false))

    /// How many due deliveries may be claimed.
    var free: DueLimits {
        self.state.withLock { DueLimits(quick: $0.pools.freeQuick, slow: $0.pools.freeSlow) }
    }

    /// The deliveries in flight.
    var sending: [ID<Delivery>] { self.state.withLock { $0.pools.sending } }

    func admit(_ due: [DueDelivery]) -> [ID<Delivery>] { self.state.withLock { $0.pools.admit(due, at: .now) } }

    func end(_ id: ID<Delivery>) {
        self.state.withLock { state in
            state.pools.end(id)
            state.hasRoom = true
        }
    }

    func takeRoom() -> Bool {
        self.state.withLock { state in
            let hasMoved = state.pools.moveSlow(at: .now)
            defer { state.hasRoom = false }
            return state.hasRoom || hasMoved
        }
    }
}
