import Foundation
import Glibc
import Synchronization

/// The work of a thread with its connection to Redis. It is created, used and released on that thread.
protocol RedisWork: AnyObject {
    /// Called with a new connection. What was under way over the last connection is lost.
    func begin(_ connection: RedisConnection) throws(RedisError)
    /// Does one round of work and returns within a second or two. Called repeatedly.
    func turn(_ connection: RedisConnection) throws(RedisError)
    /// Called when the connection is lost or could not be made.
    func pause(_ error: RedisError)
    /// Called when the thread ends.
    func end(_ connection: RedisConnection?)
}

/// A thread with its own connection to Redis. If the connection breaks, it reconnects with growing pauses.
final class RedisThread: Sendable {
    private struct State {
        var isStopped = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Wakes the thread while it waits for work.
    private let waker: ThreadWaker
    /// Wakes the thread between two attempts to connect. A separate waker, so that new work does not shorten these pauses.
    private let stopWaker = ThreadWaker()
    private let address: RedisAddress
    private let name: String
    private let observer: BrokerObserver
    private let state = Mutex(State())

    /// - Parameter work: creates the work, on the thread.
    init(
        _ address: RedisAddress, name: String, waker: ThreadWaker = ThreadWaker(), observer: BrokerObserver,
        work: @escaping @Sendable () -> any RedisWork
    ) {
        self.address = address
        self.name = name
        self.waker = waker
        self.observer = observer
        let thread = Thread { self.run(work()) }
        thread.name = "redis"
        thread.stackSize = 512 * 1_024
        thread.start()
    }

    var isStopped: Bool { self.state.withLock { $0.isStopped } }

    /// Makes the thread end after its current round.
    func stop() {
        self.state.withLock { $0.isStopped = true }
        self.waker.wake()
        self.stopWaker.wake()
    }

    /// Waits until the thread has ended.
    func join() async {
        await withCheckedContinuation { waiter in
            let hasEnded = self.state.withLock { state in
                if !state.hasEnded { state.waiters.append(waiter) }
                return state.hasEnded
            }
            if hasEnded { waiter.resume() }
        }
    }

    private func run(_ work: any RedisWork) {
        Self.blockSignals()
        var backoff = Backoff()
        var last: RedisConnection?
        while !self.isStopped {
            do throws(RedisError) {
                let connection = try RedisConnection(self.address, name: "statushawk-\(self.name)")
                try work.begin(connection)
                try work.turn(connection)
                backoff = Backoff()
                while !self.isStopped { try work.turn(connection) }
                last = connection
            } catch {
                self.observer.count(.reconnect, 1)
                self.observer.trouble(error.sentence)
                work.pause(error)
                self.stopWaker.wait(backoff.next())
            }
        }
        work.end(last)
        let waiters = self.state.withLock { state in
            state.hasEnded = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Writing to a connection that the server closed must return an error, not raise SIGPIPE. Other threads handle other
    /// signals.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
