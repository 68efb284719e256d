/// The streams that receive the same elements.
struct Listeners<Element: Sendable> {
    private var continuations: [Int: AsyncStream<Element>.Continuation] = [:]
    private var behind: Set<Int> = []
    private var next = 0
    /// Sent first to a listener that has lost elements.
    var overflow: Element?

    var isEmpty: Bool { self.continuations.isEmpty }

    mutating func add(_ continuation: AsyncStream<Element>.Continuation) -> Int {
        self.next += 1
        self.continuations[self.next] = continuation
        return self.next
    }

    mutating func remove(_ id: Int) {
        self.continuations[id] = nil
        self.behind.remove(id)
    }

    mutating func notify(_ element: Element) {
        for (id, continuation) in self.continuations {
            if let overflow, self.behind.contains(id), case .enqueued = continuation.yield(overflow) { self.behind.remove(id) }
            if case .dropped = continuation.yield(element) { self.behind.insert(id) }
        }
    }

    /// Ends every stream.
    func finish() {
        for continuation in self.continuations.values { continuation.finish() }
    }

    /// Sends the element to one of the listeners.
    /// - Returns: false if no listener accepts it.
    func notifyOne(_ element: Element) -> Bool {
        for (_, continuation) in self.continuations.shuffled() {
            if case .enqueued = continuation.yield(element) { return true }
        }
        return false
    }
}
