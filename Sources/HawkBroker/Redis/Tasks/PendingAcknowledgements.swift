/// The tasks of one location in this process: those it holds, and those settled but not yet reported to Redis.
struct PendingAcknowledgements: Sendable {
    /// Above this, the oldest settlements are forgotten. Their tasks are found again as orphans and are stale by then.
    private let capacity: Int
    private var held: Set<String> = []
    private var settled: [String] = []
    /// How many of the first settlements are being sent; nil if no flush is under way.
    private var flushing: Int?

    init(capacity: Int = 200_000) { self.capacity = capacity }

    var heldCount: Int { self.held.count }

    mutating func hold(_ entries: some Sequence<String>) { self.held.formUnion(entries) }

    /// - Returns: true if the caller must start a flush. False if one is under way, which also sends these entries.
    mutating func settle(_ entries: [String]) -> Bool {
        self.held.subtract(entries)
        self.settled += entries
        let excess = max(self.settled.count - self.capacity, 0)
        self.settled.removeFirst(excess)
        self.flushing = self.flushing.map { max($0 - excess, 0) }
        guard self.flushing == nil, !self.settled.isEmpty else { return false }
        self.flushing = 0
        return true
    }

    /// Returns the entries to send now, the oldest first. Called again if the last attempt failed.
    mutating func beginFlush(_ limit: Int) -> [String] {
        let entries = Array(self.settled.prefix(limit))
        self.flushing = entries.count
        return entries
    }

    /// Removes the entries whose flush succeeded.
    /// - Returns: true if there are more to send.
    mutating func endFlush() -> Bool {
        self.settled.removeFirst(min(self.flushing ?? 0, self.settled.count))
        self.flushing = self.settled.isEmpty ? nil : 0
        return self.flushing != nil
    }

    /// Ends a failed flush. The next settlement starts another.
    mutating func abortFlush() { self.flushing = nil }

    /// Returns the entries that are neither held nor settled: they were lost on their way to this process.
    func orphans(among entries: [String]) -> [String] {
        let settled = Set(self.settled)
        return entries.filter { !self.held.contains($0) && !settled.contains($0) }
    }
}
