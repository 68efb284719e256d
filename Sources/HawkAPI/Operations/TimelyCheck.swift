import HawkCore
import Synchronization

/// Waits for a readiness check only so long: what asks has a limit of its own, often of a few seconds, and an answer that comes later is
/// none. A check that hangs goes on by itself; while several do, no more are begun.
final class TimelyCheck: Sendable {
    private struct Late: Error, CustomStringConvertible {
        let description: String
    }

    private static let mostRunning = 8

    let name: String
    private let check: @Sendable () async throws -> Void
    private let limit: Duration
    private let running = Mutex(0)

    init(_ check: ReadinessCheck, within limit: Duration = .seconds(2)) {
        self.name = check.name
        self.check = check.check
        self.limit = limit
    }

    /// - Throws: what the check throws, or that it has not ended in time.
    func run() async throws {
        let late = Late(description: "no answer within \(self.limit.seconds) s")
        let mayRun = self.running.withLock { running in
            guard running < Self.mostRunning else { return false }
            running += 1
            return true
        }
        guard mayRun else { throw late }
        let (results, result) = AsyncStream.makeStream(of: Result<Void, any Error>.self, bufferingPolicy: .bufferingOldest(1))
        // SAFETY: unstructured, since what hangs cannot be cancelled; it ends with the check, and there are few.
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
        // SAFETY: unstructured likewise; it is cancelled when the answer is there, and ends by itself otherwise.
        let timer = Task { [limit] in
            try await Task.sleep(for: limit)
            result.yield(.failure(late))
        }
        defer { timer.cancel() }
        for await outcome in results { return try outcome.get() }
        throw late
    }
}
