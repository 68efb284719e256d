/// A loop with a pause between its rounds: `for await round in PeriodicLoop(every: .seconds(1)) { … }`. Rounds count from 0.
///
/// The loop ends when its task is cancelled. Services put `cancelWhenGracefulShutdown` around it, and `TroubleLog.track` around
/// what may fail in a round.
package struct PeriodicLoop: AsyncSequence, Sendable {
    package typealias Sleep = @Sendable (Duration) async throws -> Void

    private let interval: Duration
    private let delay: Duration
    private let sleep: Sleep

    /// - Parameters:
    ///   - interval: The time from the end of a round to the start of the next one.
    ///   - delay: The time before the first round.
    ///   - sleep: Waits, and throws when the task is cancelled.
    package init(
        every interval: Duration, after delay: Duration = .zero, sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
    ) {
        self.interval = interval
        self.delay = delay
        self.sleep = sleep
    }

    package func makeAsyncIterator() -> Iterator { Iterator(loop: self) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let loop: PeriodicLoop
        private var round = 0

        fileprivate init(loop: PeriodicLoop) { self.loop = loop }

        package mutating func next() async -> Int? {
            let pause = self.round == 0 ? self.loop.delay : self.loop.interval
            if pause > .zero { try? await self.loop.sleep(pause) }  // the next line ends the loop when it is cancelled
            guard !Task.isCancelled else { return nil }
            defer { self.round += 1 }
            return self.round
        }
    }
}
