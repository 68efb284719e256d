/// Signals a loop that work may be waiting. Signals that arrive before the loop is ready count once.
struct WakeSignal: Sendable {
    /// For one consumer. Ends when it is cancelled, or after `finish`.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() { (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func raise() { self.signal.yield() }

    func finish() { self.signal.finish() }

    /// Raises the signal at each wake-up, and at each interval in case a wake-up was lost. Ends when it is cancelled.
    func follow(_ wakeUps: AsyncStream<Void>, every interval: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in wakeUps { self.raise() }
            }
            group.addTask {
                for await _ in PeriodicLoop(every: interval) { self.raise() }
            }
        }
    }
}
