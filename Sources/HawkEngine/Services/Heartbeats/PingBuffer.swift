import Synchronization

/// A bounded queue of pings in order of arrival.
final class PingBuffer: Sendable {
    private struct State {
        var pings: [PendingPing] = []
        var weight = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { self.state.withLock { $0.pings.count } }
    var hasRoom: Bool { self.state.withLock { $0.weight < self.capacity } }

    /// - Returns: False if there is no room.
    func append(_ ping: PendingPing) -> Bool {
        self.state.withLock { state in
            guard state.weight < self.capacity else { return false }
            state.pings.append(ping)
            state.weight += ping.weight
            return true
        }
    }

    /// Removes and returns the oldest pings that have not expired.
    func dequeue(_ limit: Int) -> [PendingPing] {
        self.state.withLock { state in
            let now = ContinuousClock.now
            state.pings.removeAll { $0.expiresAt <= now }
            let batch = Array(state.pings.prefix(limit))
            state.pings.removeFirst(batch.count)
            state.weight = state.pings.reduce(0) { $0 + $1.weight }
            return batch
        }
    }

    /// Puts pings back that were dequeued.
    func restore(_ pings: [PendingPing]) {
        self.state.withLock { state in
            state.pings.insert(contentsOf: pings, at: 0)
            state.weight += pings.reduce(0) { $0 + $1.weight }
        }
    }
}
