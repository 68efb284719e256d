import HawkCore
import HawkStore
import Synchronization

/// A ping that waits for its commit.
struct PendingPing: Sendable {
    let entry: PingBatch.Entry
    let expiresAt: ContinuousClock.Instant
    private let answers: AsyncStream<Result<Bool, any Error>>
    private let answer: AsyncStream<Result<Bool, any Error>>.Continuation

    init(_ entry: PingBatch.Entry, within patience: Duration) {
        self.entry = entry
        self.expiresAt = .now + patience
        (self.answers, self.answer) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// What it takes of the room that there is: more with a body.
    var weight: Int { 1 + (self.entry.ping.body?.utf8.count ?? 0) / 256 }

    func settle(_ result: Result<Bool, any Error>) {
        self.answer.yield(result)
        self.answer.finish()
    }

    /// Waits for the answer, and no longer than was said.
    func value() async throws -> Bool {
        let result = await withTaskGroup(of: Result<Bool, any Error>?.self) { [answers, expiresAt] group in
            group.addTask {
                for await answer in answers { return answer }
                return nil
            }
            group.addTask {
                try? await Task.sleep(until: expiresAt)  // cancelled when the answer came first
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let result else { throw StoreError.unavailable(detail: "a ping was not stored in time") }
        return try result.get()
    }
}

/// Pings in the order in which they came, bounded.
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

    /// - Returns: false where there is no room.
    func append(_ ping: PendingPing) -> Bool {
        self.state.withLock { state in
            guard state.weight < self.capacity else { return false }
            state.pings.append(ping)
            state.weight += ping.weight
            return true
        }
    }

    /// The oldest ones that somebody still waits for.
    func take(_ limit: Int) -> [PendingPing] {
        self.state.withLock { state in
            let now = ContinuousClock.now
            state.pings.removeAll { $0.expiresAt <= now }
            let taken = Array(state.pings.prefix(limit))
            state.pings.removeFirst(taken.count)
            state.weight = state.pings.reduce(0) { $0 + $1.weight }
            return taken
        }
    }

    /// Puts back what was taken.
    func restore(_ pings: [PendingPing]) {
        self.state.withLock { state in
            state.pings.insert(contentsOf: pings, at: 0)
            state.weight += pings.reduce(0) { $0 + $1.weight }
        }
    }
}
