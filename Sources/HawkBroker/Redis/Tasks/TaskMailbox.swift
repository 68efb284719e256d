import HawkCore
import Synchronization

/// Passes tasks from the reading thread to the runner.
final class TaskMailbox: Sendable {
    private struct State {
        var queue = TaskQueue()
        var isClosed = false
    }

    private let state = Mutex(State())

    /// The number of tasks not yet read.
    var count: Int { self.state.withLock { $0.queue.count } }

    var isClosed: Bool { self.state.withLock { $0.isClosed } }

    func put(_ tasks: [CheckTask]) {
        guard !tasks.isEmpty else { return }
        self.state.withLock { _ = $0.queue.add(tasks, capacity: .max) }
    }

    /// Returns the next tasks. Nil if the mailbox is closed; cancelling a waiting caller closes it.
    func next() async -> [CheckTask]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.state.withLock { state in
                    if state.isClosed { continuation.resume(returning: nil) } else { state.queue.dequeue(0, continuation) }
                }
                if Task.isCancelled { self.close() }
            }
        } onCancel: {
            self.close()
        }
    }

    func close() {
        self.state.withLock { state in
            state.isClosed = true
            state.queue.release(0)
        }
    }

    /// Returns the tasks that were never read.
    func leftovers() -> [CheckTask] { self.state.withLock { $0.queue.drain() } }
}
