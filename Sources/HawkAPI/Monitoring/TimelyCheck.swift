import HawkCore
import Synchronization

/// Runs a readiness check with a time limit, because callers wait only a few seconds. A hanging check continues in the
/// background. If too many hang, no more are started.
final class TimelyCheck: Sendable {
    private struct Late: Error, CustomStringConvertible {
        let description: String
    }

    private static let maxRunning = 8

    let name: String
    private let check: @Sendable () async throws -> Void
    private let limit: Duration
    private let running = Mutex(0)

    init(_ check: ReadinessCondition, within limit: Duration = .seconds(2)) {
        self.name = check.name
        self.check = check.check
        self.limit = limit
    }

    /// - Throws: the error of the check, or an error that it did not end in time.
    func run() async throws {
        let late = Late(description: "no answer within \(self.limit.seconds) s")
        let mayRun = self.running.withLock { running in
            guard running < Self.maxRunning else { return false }
            running += 1
            return true
        }
        guard mayRun else { throw late }
        let (results, result) = AsyncStream.makeStream(of: Result<Void, any Error>.self, bufferingPolicy: .bufferingOldest(1))
        // SAFETY: unstructured, because a hanging check cannot be cancelled; it ends with the check, and their number is limited.
        Task {
            do {
                try await self.check()
                result.yield(.success(()))
            } catch {
                result.yield(.failure(error))
            }
            result.finish()
            self.running.withLock { $0 -= 1 }
        }
        guard let outcome = await results.first(until: .now + self.limit, on: .continuous) else { throw late }
        try outcome.get()
    }
}
