import Dispatch
import HawkCore
import Synchronization

/// The transactions that callers wait for. At the end of a process, each wait is limited, for any cause: a silent server, a
/// lock, a disk.
final class OpenTransactions: Sendable {
    private struct State {
        var refusals: [Int: @Sendable () -> Void] = [:]
        var next = 0
        /// The limit of each wait. Nil for the driver's own limits.
        var limit: Duration?
        /// When a transaction last ended since the limit was set.
        var endedAt: ContinuousClock.Instant?
        var hasAbandoned = false
        var isSilent = false
    }

    private let state = Mutex(State())

    /// Whether a transaction was abandoned. Its thread may never return.
    var hasAbandoned: Bool { self.state.withLock { $0.hasAbandoned } }

    /// Waits for the transaction that `start` begins. It passes the result to the function that it receives.
    /// - Parameter abandoned: the error to throw if it takes too long.
    func run<Value: Sendable>(
        orThrow abandoned: StoreError, _ start: (@escaping @Sendable (Result<Value, any Error>) -> Void) -> Void
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = OpenOutcome(continuation)
            guard let id = self.add({ outcome.settle(.failure(abandoned)) }) else {
                return outcome.settle(.failure(StoreError.abandoned(writes: false)))
            }
            start { result in
                self.remove(id)
                outcome.settle(result)
            }
        }
    }

    /// Limits every wait from now on. No transaction starts once the database has answered none for that long.
    func hurry(within limit: Duration) {
        let open = self.state.withLock { state in
            state.limit = limit
            return Array(state.refusals.keys)
        }
        for id in open { self.expire(id, after: limit) }
    }

    private func add(_ refuse: @escaping @Sendable () -> Void) -> Int? {
        let added: (id: Int, limit: Duration?)? = self.state.withLock { state in
            guard !state.isSilent else { return nil }
            state.next += 1
            state.refusals[state.next] = refuse
            return (state.next, state.limit)
        }
        if let added, let limit = added.limit { self.expire(added.id, after: limit) }
        return added?.id
    }

    private func remove(_ id: Int) {
        self.state.withLock { state in
            state.refusals[id] = nil
            if state.limit != nil { state.endedAt = .now }
        }
    }

    private func expire(_ id: Int, after limit: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(limit.milliseconds))) {
            let refuse: (@Sendable () -> Void)? = self.state.withLock { state in
                guard let refuse = state.refusals.removeValue(forKey: id) else { return nil }
                state.hasAbandoned = true
                // A single transaction that is slow while others end is abandoned alone.
                if state.endedAt.map({ $0.duration(to: .now) >= limit }) ?? true { state.isSilent = true }
                return refuse
            }
            refuse?()
        }
    }
}

/// Passes the result of a transaction to its caller. Only the first result counts.
private final class OpenOutcome<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

    init(_ continuation: CheckedContinuation<Value, any Error>) { self.continuation = Mutex(continuation) }

    func settle(_ result: Result<Value, any Error>) {
        self.continuation.withLock { $0.take() }?.resume(with: result)
    }
}

extension StoreError {
    private static let sentence = "the process is ending and the database did not answer in time"

    /// Returns the error of an abandoned transaction. If it writes, it may still take effect.
    static func abandoned(writes: Bool) -> StoreError {
        writes ? .commitUnknown(detail: self.sentence) : .unavailable(detail: self.sentence)
    }
}
