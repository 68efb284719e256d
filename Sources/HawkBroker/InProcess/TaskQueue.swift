import HawkCore

/// The waiting tasks of one location, and the runners that wait for tasks.
struct TaskQueue {
    private var waiting: [CheckTask] = []
    private var consumers: [(id: Int, continuation: CheckedContinuation<[CheckTask]?, Never>)] = []

    var count: Int { self.waiting.count }

    /// - Returns: the number of tasks dropped, oldest first.
    mutating func add(_ tasks: [CheckTask], capacity: Int) -> Int {
        if !self.consumers.isEmpty {
            self.consumers.removeFirst().continuation.resume(returning: tasks)
            return 0
        }
        self.waiting.append(contentsOf: tasks)
        let excess = max(self.waiting.count - capacity, 0)
        self.waiting.removeFirst(excess)
        return excess
    }

    mutating func dequeue(_ id: Int, _ continuation: CheckedContinuation<[CheckTask]?, Never>) {
        guard !self.waiting.isEmpty else { return self.consumers.append((id, continuation)) }
        continuation.resume(returning: self.waiting)
        self.waiting = []
    }

    /// Returns all waiting tasks and empties the queue.
    mutating func drain() -> [CheckTask] {
        defer { self.waiting = [] }
        return self.waiting
    }

    /// Ends the wait of one consumer.
    mutating func release(_ id: Int) {
        guard let index = self.consumers.firstIndex(where: { $0.id == id }) else { return }
        self.consumers.remove(at: index).continuation.resume(returning: nil)
    }
}
