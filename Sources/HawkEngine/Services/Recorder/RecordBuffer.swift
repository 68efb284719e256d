import HawkCore
import Synchronization

/// What waits to be recorded, in the order it came, and what waits for it.
final class RecordBuffer: Sendable {
    struct Pending: Sendable {
        let result: CheckResult
        /// Resumed when the result is durable, with its marks; nil where nothing waits.
        let waiter: CheckedContinuation<CheckResult, any Error>?
    }

    typealias Entry = RecordLedger<Pending>.Entry

    private let ledger = Mutex(RecordLedger<Pending>())

    var count: Int { self.ledger.withLock { $0.count } }

    /// Since when the oldest result waits to become durable.
    var oldest: ContinuousClock.Instant? { self.ledger.withLock { $0.oldest } }

    func append(_ result: CheckResult, waiter: CheckedContinuation<CheckResult, any Error>? = nil) {
        self.ledger.withLock { $0.append(Pending(result: result, waiter: waiter), at: .now) }
    }

    /// At most `limit` of the oldest, for the database.
    /// - Parameter isBehind: whether something older is on the disk, which has its turn first; asked in the same moment.
    /// - Returns: nil where nothing waits, or something older does.
    func takeForDatabase(_ limit: Int, unless isBehind: () -> Bool) -> [Entry]? {
        self.ledger.withLock { ledger in
            guard !ledger.isEmpty, !isBehind() else { return nil }
            return ledger.takeForDatabase(limit)
        }
    }

    /// At most `limit` of the oldest, for the disk; nil where nothing waits.
    func takeForDisk(_ limit: Int) -> [Entry]? {
        let taken = self.ledger.withLock { $0.takeForDisk(limit) }
        return taken.isEmpty ? nil : taken
    }

    /// The database has what it took last.
    /// - Returns: the entries that this settles.
    func stored() -> [Entry] { self.ledger.withLock { $0.stored() } }

    /// The database did not take it.
    func failed() { self.ledger.withLock { $0.failed() } }

    /// The disk has a batch.
    /// - Returns: the entries that this settles.
    func spilled(_ batch: [Entry], in file: Int) -> [Entry] { self.ledger.withLock { $0.spilled(batch, in: file) } }

    /// The files whose every result the database has.
    func takeSurplus() -> [Int] { self.ledger.withLock { $0.takeSurplus() } }

    func takeAll() -> [Entry] { self.ledger.withLock { $0.takeAll() } }
}
