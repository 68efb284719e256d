/// What is not durable yet, in the order in which it came, on its way to the database and to the disk at once. Pure.
///
/// Both take from the front. The first that is done with an entry settles it, once; that the other has it too is harmless, since a
/// result that is stored twice changes nothing.
struct RecordLedger<Payload> {
    struct Entry {
        /// Counts up from 0 without gaps.
        let number: Int
        let since: ContinuousClock.Instant
        let payload: Payload
    }

    /// The oldest first.
    private var entries: [Entry] = []
    private var next = 0
    /// What the database works on; its upper part may be on the disk already.
    private var underway: Range<Int>?
    /// Files that hold nothing but what the database works on.
    private var copies: [Int] = []
    /// Files whose every result the database has.
    private var surplus: [Int] = []

    var count: Int { self.entries.count }
    var isEmpty: Bool { self.entries.isEmpty }
    /// Since when the oldest entry waits to become durable.
    var oldest: ContinuousClock.Instant? { self.entries.first?.since }

    mutating func append(_ payload: Payload, at now: ContinuousClock.Instant) {
        self.entries.append(Entry(number: self.next, since: now, payload: payload))
        self.next += 1
    }

    /// At most `limit` of the oldest, for the database. They stay here until one of the two has them.
    mutating func takeForDatabase(_ limit: Int) -> [Entry] {
        precondition(self.underway == nil, "the database works on one batch at a time")
        let taken = Array(self.entries.prefix(limit))
        self.underway = Self.numbers(of: taken)
        return taken
    }

    /// At most `limit` of the oldest, for the disk; what the database works on makes a file of its own. They stay here likewise.
    func takeForDisk(_ limit: Int) -> [Entry] {
        guard let underway, let first = self.entries.first, first.number < underway.upperBound else {
            return Array(self.entries.prefix(limit))
        }
        return Array(self.entries.prefix(min(underway.upperBound - first.number, limit)))
    }

    /// The database is done with what it worked on.
    /// - Returns: the entries that this settles.
    mutating func stored() -> [Entry] {
        guard let underway = self.underway else { return [] }
        self.surplus += self.copies
        self.failed()
        return self.remove(before: underway.upperBound)
    }

    /// The database did not take what it worked on: what is not on the disk meanwhile has another turn.
    mutating func failed() {
        self.underway = nil
        self.copies = []
    }

    /// The disk has a batch.
    /// - Returns: the entries that this settles.
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

    /// The files that need not be stored any more.
    mutating func takeSurplus() -> [Int] {
        defer { self.surplus = [] }
        return self.surplus
    }

    /// Everything that is left.
    mutating func takeAll() -> [Entry] { self.remove(before: self.next) }

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
