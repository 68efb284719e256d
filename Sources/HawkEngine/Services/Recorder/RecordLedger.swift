/// The results that are not durable yet, in order of arrival, on their way to both the database and the disk. Pure.
///
/// Both read from the front. The first to finish an entry settles it, once. If both have it, that is harmless, because storing a
/// result twice changes nothing.
struct RecordLedger<Payload> {
    struct Entry {
        /// Counts up from 0 without gaps.
        let number: Int
        let since: ContinuousClock.Instant
        let payload: Payload
    }

    /// Oldest first.
    private var entries: [Entry] = []
    private var next = 0
    /// The entries that the database is storing; the upper ones may already be on disk.
    private var underway: Range<Int>?
    /// Files that only contain entries that the database is storing.
    private var copies: [Int] = []
    /// Files whose results are all in the database.
    private var surplus: [Int] = []

    var count: Int { self.entries.count }
    var isEmpty: Bool { self.entries.isEmpty }
    /// When the oldest entry that is not durable was added.
    var oldest: ContinuousClock.Instant? { self.entries.first?.since }

    mutating func append(_ payload: Payload, at now: ContinuousClock.Instant) {
        self.entries.append(Entry(number: self.next, since: now, payload: payload))
        self.next += 1
    }

    /// Returns at most `limit` of the oldest entries, for the database. They stay here until one of the two has stored them.
    mutating func nextForDatabase(_ limit: Int) -> [Entry] {
        precondition(self.underway == nil, "the database stores one batch at a time")
        let batch = Array(self.entries.prefix(limit))
        self.underway = Self.numbers(of: batch)
        return batch
    }

    /// Does the same for the disk. Entries that the database is storing get their own file.
    func nextForDisk(_ limit: Int) -> [Entry] {
        guard let underway, let first = self.entries.first, first.number < underway.upperBound else {
            return Array(self.entries.prefix(limit))
        }
        return Array(self.entries.prefix(min(underway.upperBound - first.number, limit)))
    }

    /// Records that the database stored its batch.
    /// - Returns: The entries that this settles.
    mutating func stored() -> [Entry] {
        guard let underway = self.underway else { return [] }
        self.surplus += self.copies
        self.failed()
        return self.remove(before: underway.upperBound)
    }

    /// Records that the database did not store its batch. Entries that are not on disk by now are tried again.
    mutating func failed() {
        self.underway = nil
        self.copies = []
    }

    /// Records that a batch is on disk.
    /// - Returns: The entries that this settles.
    mutating func spilled(_ batch: [Entry], in file: Int) -> [Entry] {
        guard let numbers = Self.numbers(of: batch) else { return [] }
        let settled = self.remove(before: numbers.upperBound)
        if settled.isEmpty {
            self.surplus.append(file)
        } else if let underway, numbers.upperBound <= underway.upperBound {
            self.copies.append(file)
        }
        return settled
    }

    /// Returns the files that are no longer needed, once each.
    mutating func drainSurplus() -> [Int] {
        defer { self.surplus = [] }
        return self.surplus
    }

    /// Removes and returns all entries.
    mutating func drain() -> [Entry] { self.remove(before: self.next) }

    private static func numbers(of batch: [Entry]) -> Range<Int>? {
        guard let first = batch.first, let last = batch.last else { return nil }
        return first.number..<last.number + 1
    }

    private mutating func remove(before number: Int) -> [Entry] {
        let count = min(max(number - (self.next - self.entries.count), 0), self.entries.count)
        defer { self.entries.removeFirst(count) }
        return Array(self.entries.prefix(count))
    }
}

extension RecordLedger.Entry: Sendable where Payload: Sendable {}
extension RecordLedger: Sendable where Payload: Sendable {}
