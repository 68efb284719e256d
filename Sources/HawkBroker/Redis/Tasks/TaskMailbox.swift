import HawkCore
import Synchronization

/// Between the thread that reads tasks and the runner that takes them.
final class TaskMailbox: Sendable {
    private struct State {
        var queue = TaskQueue()
        var isClosed = false
    }

    private let state = Mutex(State())

    /// How many tasks nobody has taken yet.
    var count: Int { self.state.withLock { $0.queue.count } }

    var isClosed: Bool { self.state.withLock { $0.isClosed } }

    func put(_ tasks: [CheckTask]) {
        guard !tasks.isEmpty else { return }
        self.state.withLock { _ = $0.queue.add(tasks, capacity: .max) }
    }

    /// The next tasks; nil once it is closed, as it is when whoever waits is cancelled.
    func next() async -> [CheckTask]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.state.withLock { state in
                    if state.isClosed { continuation.resume(returning: nil) } else { state.queue.take(0, continuation) }
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

    /// What was put in and never taken.
    func leftovers() -> [CheckTask] { self.state.withLock { $0.queue.takeAll() } }
}
