import HawkCore

/// Tasks that are due and wait for a place at their host, one line for each host, in which organizations take turns as elsewhere.
struct HostLines {
    /// The most that wait for one host: more could not be started within any interval.
    private static let capacity = 1_000
    private static let ofOneOrganization = 500
    /// The most of all together.
    private static let total = 50_000

    private var lines: [String: FairQueue] = [:]
    private(set) var count = 0

    /// Whether anyone waits for the host.
    func isWaited(for host: String) -> Bool { self.lines[host] != nil }

    /// - Returns: what was dropped for it, perhaps itself.
    mutating func add(_ task: CheckTask, at host: String) -> CheckTask? {
        guard self.count < Self.total else { return task }
        let new = FairQueue(lineCapacity: Self.ofOneOrganization, capacity: Self.capacity)
        let dropped = self.lines[host, default: new].add(task)
        if dropped == nil { self.count += 1 }
        return dropped
    }

    /// The next task for the host of whoever's turn it is among those who may have one. A line that is empty is gone.
    mutating func next(at host: String, where mayHave: (ID<Organization>) -> Bool) -> CheckTask? {
        guard let task = self.lines[host]?.next(where: mayHave) else { return nil }
        self.count -= 1
        if self.lines[host]?.count == 0 { self.lines[host] = nil }
        return task
    }

    /// Everyone who waits for the host, who waits for it no more.
    mutating func removeAll(at host: String) -> [CheckTask] {
        let tasks = self.lines[host]?.removeAll() ?? []
        self.lines[host] = nil
        self.count -= tasks.count
        return tasks
    }

    mutating func removeAll() -> [CheckTask] {
        defer { self = HostLines() }
        return self.lines.keys.flatMap { self.lines[$0]?.removeAll() ?? [] }
    }
}
