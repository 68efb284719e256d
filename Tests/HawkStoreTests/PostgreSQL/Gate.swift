import Dispatch
import Synchronization

/// Blocks a transaction, on its own thread, until the test releases it.
final class Gate: Sendable {
    private let arrival: AsyncStream<Void>
    private let arrived: AsyncStream<Void>.Continuation
    private let way = DispatchSemaphore(value: 0)

    init() { (self.arrival, self.arrived) = AsyncStream.makeStream() }

    /// Blocks the transaction until the gate is open, at most a minute.
    func wait() {
        self.arrived.yield()
        _ = self.way.wait(timeout: .now() + 60)
        self.way.signal()
    }

    /// Returns when a transaction waits.
    func reached() async {
        for await _ in self.arrival { return }
    }

    func open() { self.way.signal() }
}

/// Counts how often an event happened.
final class Tally: Sendable {
    private let number = Mutex(0)

    var count: Int { self.number.withLock { $0 } }

    @discardableResult
    func add() -> Int {
        self.number.withLock { number in
            number += 1
            return number
        }
    }
}
