import HawkCore
import Synchronization

/// The results that wait to be recorded, in order of arrival, with the callers that wait for them.
final class RecordBuffer: Sendable {
    struct Pending: Sendable {
        let result: CheckResult
        /// Resumed when the result is durable, with its anomaly marks. Nil if no caller waits.
        let waiter: CheckedContinuation<CheckResult, any Error>?
    }

    typealias Entry = RecordLedger<Pending>.Entry

    private let ledger = Mutex(RecordLedger<Pending>())

    var count: Int { self.ledger.withLock { $0.count } }

    /// When the oldest result that is not durable was added.
    var oldest: ContinuousClock.Instant? { self.ledger.withLock { $0.oldest } }

    func append(_ result: CheckResult, waiter: CheckedContinuation<CheckResult, any Error>? = nil) {
        self.ledger.withLock { $0.append(Pending(result: result, waiter: waiter), at: .now) }
    }

    /// Returns at most `limit` of the oldest results, for the database.
    /// - Parameter isBehind: Whether older results are on disk, which come first; evaluated under the same lock.
    /// - Returns: Nil if no results wait, or older ones do.
    func nextForDatabase(_ limit: Int, unless isBehind: () -> Bool) -> [Entry]? {
        self.ledger.withLock { ledger in
            guard !ledger.isEmpty, !isBehind() else { return nil }
            return ledger.nextForDatabase(limit)
        }
    }

    /// Returns at most `limit` of the oldest results, for the disk. Nil if none wait.
    func nextForDisk(_ limit: Int) -> [Entry]? {
        let batch = self.ledger.withLock { $0.nextForDisk(limit) }
        return batch.isEmpty ? nil : batch
    }

    /// Records that the database stored its last batch.
    /// - Returns: The entries that this settles.
    func stored() -> [Entry] { self.ledger.withLock { $0.stored() } }

    /// Records that the database did not store its last batch.
    func failed() { self.ledger.withLock { $0.failed() } }

    /// Records that a batch is on disk.
    /// - Returns: The entries that this settles.
    func spilled(_ batch: [Entry], in file: Int) -> [Entry] { self.ledger.withLock { $0.spilled(batch, in: file) } }

    /// Returns the files whose results are all in the database.
    func drainSurplus() -> [Int] { self.ledger.withLock { $0.drainSurplus() } }

    func drain() -> [Entry] { self.ledger.withLock { $0.drain() } }
}
