import HawkCore
import NIOCore

/// Tasks that are due and wait for a place, in one line for each organization. The lines are served in turn, so that however long
/// one of them is, the others wait no longer for it.
struct FairQueue {
    /// The most tasks of one organization.
    private let lineCapacity: Int
    /// The most of all together.
    private let capacity: Int
    private var lines: [ID<Organization>: CircularBuffer<CheckTask>] = [:]
    /// Those who have a line, in the order of their turns.
    private var turns: CircularBuffer<ID<Organization>> = []
    private(set) var count = 0

    init(lineCapacity: Int = 5_000, capacity: Int = 50_000) {
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    /// - Returns: what was dropped for it: the oldest task of its own line, or of the longest.
    mutating func add(_ task: CheckTask) -> CheckTask? {
        let dropped: CheckTask?
        if self.lines[task.organization]?.count ?? 0 >= self.lineCapacity {
            dropped = self.pop(task.organization)
        } else if self.count >= self.capacity {
            dropped = self.lines.max { $0.value.count < $1.value.count }.flatMap { self.pop($0.key) }
        } else {
            dropped = nil
        }
        if self.lines[task.organization] == nil { self.turns.append(task.organization) }
        self.lines[task.organization, default: []].append(task)
        self.count += 1
        return dropped
    }

    /// The next task of whoever's turn it is among those who may have one.
    mutating func next(where mayHave: (ID<Organization>) -> Bool) -> CheckTask? {
        for _ in 0..<self.turns.count {
            let organization = self.turns.removeFirst()
            guard self.lines[organization]?.isEmpty == false else {
                self.lines[organization] = nil
                continue
            }
            self.turns.append(organization)
            if mayHave(organization) { return self.pop(organization) }
        }
        return nil
    }

    mutating func removeAll() -> [CheckTask] {
        defer { self = FairQueue(lineCapacity: self.lineCapacity, capacity: self.capacity) }
        return self.lines.values.flatMap { $0 }
    }

    /// A line that is empty now stays until its turn comes.
    private mutating func pop(_ organization: ID<Organization>) -> CheckTask? {
        guard let task = self.lines[organization]?.popFirst() else { return nil }
        self.count -= 1
        return task
    }
}
