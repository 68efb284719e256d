import HawkCore
import Synchronization

/// What waits to be recorded, in the order it came, and who waits for it.
final class RecordBuffer: Sendable {
    struct Entry: Sendable {
        let result: CheckResult
        /// Resumed when the result is durable, with its marks; nil where nobody waits.
        let waiter: CheckedContinuation<CheckResult, any Error>?
    }

    private let entries = Mutex<[Entry]>([])

    var count: Int { self.entries.withLock { $0.count } }

    func append(_ entry: Entry) { self.entries.withLock { $0.append(entry) } }

    /// At most `limit` of the oldest.
    func take(_ limit: Int) -> [Entry] {
        self.entries.withLock { entries in
            let taken = Array(entries.prefix(limit))
            entries.removeFirst(taken.count)
            return taken
        }
    }

    /// Puts back, in front, what could not be recorded.
    func restore(_ taken: [Entry]) { self.entries.withLock { $0.insert(contentsOf: taken, at: 0) } }
}
