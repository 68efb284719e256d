import HawkCore

/// Reads the tasks of one location on its own thread, renews this consumer's pulse, and claims tasks of dead consumers.
final class TaskReader: Sendable {
    /// The state that the thread and the broker share.
    struct Context: Sendable {
        let location: String
        /// The unique name of this consumer in the group.
        let consumer: String
        let keys: RedisKeys
        let ledger: TaskLedger
        let clock: any WallClock
        let observer: BrokerObserver
        let mailbox = TaskMailbox()
        let waker = ThreadWaker()
    }

    private let context: Context
    private let thread: RedisThread

    init(_ context: Context, address: RedisAddress) {
        self.context = context
        self.thread = RedisThread(address, name: "tasks", waker: context.waker, observer: context.observer) {
            TaskReading(context)
        }
    }

    deinit { self.thread.stop() }

    /// Returns the tasks as they arrive. When the stream ends, reading ends; the consumer stays alive for its checks in flight.
    func tasks() -> AsyncStream<[CheckTask]> {
        let ending = Ending(mailbox: self.context.mailbox)
        return AsyncStream { await ending.mailbox.next() }
    }

    /// Stops reading.
    func stopReading() { self.context.mailbox.close() }

    func stop() { self.thread.stop() }
    func join() async { await self.thread.join() }

    /// Closes the mailbox when the stream is released, even without cancellation.
    private final class Ending: Sendable {
        let mailbox: TaskMailbox

        init(mailbox: TaskMailbox) { self.mailbox = mailbox }

        deinit { self.mailbox.close() }
    }
}
