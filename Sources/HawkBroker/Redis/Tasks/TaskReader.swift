import HawkCore

/// Reads the tasks of one location on a thread of its own, shows that this consumer lives, and takes over from those that do not.
final class TaskReader: Sendable {
    /// What the thread and the broker share.
    struct Context: Sendable {
        let location: String
        /// This consumer's name in the group; no other has it.
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
        self.thread = RedisThread(address, name: "tasks", waker: context.waker, observer: context.observer) { TaskReading(context) }
    }

    deinit { self.thread.stop() }

    /// The tasks as they come. When whoever takes them ends, reading ends; the consumer lives on, as its checks are still in flight.
    func tasks() -> AsyncStream<[CheckTask]> {
        let ending = Ending(mailbox: self.context.mailbox)
        return AsyncStream { await ending.mailbox.next() }
    }

    /// Reads no more.
    func stopReading() { self.context.mailbox.close() }

    func stop() { self.thread.stop() }
    func join() async { await self.thread.join() }

    /// Goes with the stream: also where that is given up without being cancelled.
    private final class Ending: Sendable {
        let mailbox: TaskMailbox

        init(mailbox: TaskMailbox) { self.mailbox = mailbox }

        deinit { self.mailbox.close() }
    }
}
