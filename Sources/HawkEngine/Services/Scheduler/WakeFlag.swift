import Synchronization

/// Records whether a wake-up has arrived since the last query.
final class WakeFlag: Sendable {
    private let stream: AsyncStream<Void>
    private let raised = Mutex(false)

    init(_ stream: AsyncStream<Void>) { self.stream = stream }

    /// Listens until cancelled.
    func listen() async {
        for await _ in self.stream { self.raised.withLock { $0 = true } }
    }

    /// Returns whether the flag was raised, and lowers it.
    func take() -> Bool {
        self.raised.withLock { raised in
            defer { raised = false }
            return raised
        }
    }
}
