import HawkCore
import HawkStore
import Synchronization

/// The pools of one notifier, and whether a place became free since this was last asked: then there is room, and the next alert to
/// the same channel may follow.
final class SendPlaces: Sendable {
    private let state = Mutex((pools: SendPools(), hasRoom: false))

    /// How many deliveries may be looked for.
    var free: DueLimits {
        self.state.withLock { DueLimits(quick: $0.pools.freeQuick, slow: $0.pools.freeSlow) }
    }

    /// What is being sent.
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
