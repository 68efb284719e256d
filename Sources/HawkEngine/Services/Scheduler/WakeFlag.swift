import Synchronization

/// Remembers that a stream of wake-ups has spoken since one last asked.
final class WakeFlag: Sendable {
    private let stream: AsyncStream<Void>
    private let raised = Mutex(false)

    init(_ stream: AsyncStream<Void>) { self.stream = stream }

    /// Listens until cancelled.
    func listen() async {
        for await _ in self.stream { self.raised.withLock { $0 = true } }
    }

    /// Whether it was raised; lowers it.
    func take() -> Bool {
        self.raised.withLock { raised in
            defer { raised = false }
            return raised
        }
    }
}
