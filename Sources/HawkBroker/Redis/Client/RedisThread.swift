import Foundation
import Glibc
import Synchronization

/// What a thread does with its connection to Redis. Made, used and forgotten on that thread.
protocol RedisWork: AnyObject {
    /// The connection is new; nothing of what was under way over the last one can be relied on.
    func begin(_ connection: RedisConnection) throws(RedisError)
    /// One round of work, again and again. Comes back within a second or two.
    func turn(_ connection: RedisConnection) throws(RedisError)
    /// The connection is lost, or there was none.
    func pause(_ error: RedisError)
    /// The thread ends.
    func end(_ connection: RedisConnection?)
}

/// A thread with a connection to Redis of its own, which is made anew, with growing pauses, whenever it breaks.
final class RedisThread: Sendable {
    private struct State {
        var isStopped = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Wakes the thread where it waits for something to do.
    private let waker: ThreadWaker
    /// Wakes it between two attempts to connect: whatever else there is to do, these are not hastened.
    private let stopWaker = ThreadWaker()
    private let address: RedisAddress
    private let name: String
    private let observer: BrokerObserver
    private let state = Mutex(State())

    /// - Parameter work: makes the work, on the thread.
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

    /// Has the thread end after its round.
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

    /// Writing to a connection that the server closed must be an error, not SIGPIPE; other signals are for other threads.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
