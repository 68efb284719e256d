import ServiceLifecycle

/// Starts the writing of batches: some tens of milliseconds after an entry arrives, so that entries that arrive together share a
/// transaction.
struct BatchTrigger: Sendable {
    /// How long entries are collected before a batch is written.
    private static let gathering = Duration.milliseconds(25)

    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() { (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Requests that waiting entries are written. Never blocks.
    func fire() { self.signal.yield() }

    /// Writes after each request, one batch after the other, until graceful shutdown, and a last time at the end. Does not cancel
    /// a write: a cancelled transaction would lose its entries.
    /// - Parameter onEnd: Called when shutdown begins, and before the last write.
    func run(onEnd: @escaping @Sendable () -> Void = {}, _ write: () async -> Void) async {
        await withGracefulShutdownHandler {
            for await _ in self.signals {
                try? await Task.sleep(for: Self.gathering)  // if cancelled, it only collects for less time
                await write()
            }
        } onGracefulShutdown: {
            onEnd()
            self.signal.finish()
        }
        onEnd()
        await write()
    }
}
