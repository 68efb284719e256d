import Synchronization

/// How many deliveries are being sent, and whether one has ended since this was last asked: then there is room, and the next
/// alert to the same channel may follow.
final class SendingCount: Sendable {
    private let limit: Int
    private let state = Mutex((running: 0, ended: false))

    init(limit: Int) { self.limit = limit }

    var free: Int { self.state.withLock { self.limit - $0.running } }

    func begin() { self.state.withLock { $0.running += 1 } }

    func end() {
        self.state.withLock {
            $0.running -= 1
            $0.ended = true
        }
    }

    func takeEnded() -> Bool {
        self.state.withLock { state in
            defer { state.ended = false }
            return state.ended
        }
    }
}
