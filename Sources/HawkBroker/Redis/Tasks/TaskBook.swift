/// What a process has to do with the tasks of one location: those in its hands, and those done with that Redis has not heard of.
struct TaskBook: Sendable {
    /// Beyond this the oldest settlements are forgotten; their tasks are found again as orphans, and are stale by then.
    private let capacity: Int
    private var held: Set<String> = []
    private var settled: [String] = []
    /// How many of the settlements, from the first, are on their way; nil: none are.
    private var flushing: Int?

    init(capacity: Int = 200_000) { self.capacity = capacity }

    var heldCount: Int { self.held.count }

    mutating func hold(_ entries: some Sequence<String>) { self.held.formUnion(entries) }

    /// - Returns: whether Redis is to be told now; false where a telling is under way, which goes on with these.
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

    /// What to tell now, the oldest first. Asked for again where the last attempt failed.
    mutating func beginFlush(_ limit: Int) -> [String] {
        let entries = Array(self.settled.prefix(limit))
        self.flushing = entries.count
        return entries
    }

    /// What was told last has been heard.
    /// - Returns: whether there is more to tell.
    mutating func endFlush() -> Bool {
        self.settled.removeFirst(min(self.flushing ?? 0, self.settled.count))
        self.flushing = self.settled.isEmpty ? nil : 0
        return self.flushing != nil
    }

    /// Nothing is under way any more; the next settlement begins anew.
    mutating func abortFlush() { self.flushing = nil }

    /// Those that are neither held nor settled: whatever brought them to this process got lost on the way.
    func orphans(among entries: [String]) -> [String] {
        let settled = Set(self.settled)
        return entries.filter { !self.held.contains($0) && !settled.contains($0) }
    }
}
