import HawkCore
import HawkStore

/// A ping that waits for its commit.
struct PendingPing: Sendable {
    let entry: PingBatch.Entry
    let expiresAt: ContinuousClock.Instant
    private let answers: AsyncStream<Result<Bool, any Error>>
    private let answer: AsyncStream<Result<Bool, any Error>>.Continuation

    init(_ entry: PingBatch.Entry, within timeout: Duration) {
        self.entry = entry
        self.expiresAt = .now + timeout
        (self.answers, self.answer) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// The share of the buffer that it takes; more with a body.
    var weight: Int { 1 + (self.entry.ping.body?.utf8.count ?? 0) / 256 }

    func settle(_ result: Result<Bool, any Error>) {
        self.answer.yield(result)
        self.answer.finish()
    }

    /// Waits for the outcome until the timeout.
    func value() async throws -> Bool {
        guard let result = await self.answers.first(until: self.expiresAt, on: .continuous) else {
            throw StoreError.unavailable(detail: "a ping was not stored in time")
        }
        return try result.get()
    }
}
