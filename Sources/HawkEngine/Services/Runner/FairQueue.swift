import HawkCore
import NIOCore

/// What waits, in one line for each organization. The lines are served in turn, so that however long one of them is, the others wait no
/// longer for it.
struct FairQueue<Element> {
    /// The most elements of one organization.
    private let lineCapacity: Int
    /// The most of all together.
    private let capacity: Int
    private var lines: [ID<Organization>: CircularBuffer<Element>] = [:]
    /// Those who have a line, in the order of their turns.
    private var turns: CircularBuffer<ID<Organization>> = []
    private(set) var count = 0

    init(lineCapacity: Int = 5_000, capacity: Int = 50_000) {
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    /// Whether there is room without dropping anything.
    func hasRoom(for organization: ID<Organization>) -> Bool {
        self.count < self.capacity && self.lines[organization]?.count ?? 0 < self.lineCapacity
    }

    func holds(_ organization: ID<Organization>) -> Bool { self.lines[organization]?.isEmpty == false }

    /// - Returns: what was dropped for it: the oldest element of its own line, or of the longest.
    mutating func add(_ element: Element, of organization: ID<Organization>) -> Element? {
        let dropped: Element?
        if self.lines[organization]?.count ?? 0 >= self.lineCapacity {
            dropped = self.pop(organization)
        } else if self.count >= self.capacity {
            dropped = self.lines.max { $0.value.count < $1.value.count }.flatMap { self.pop($0.key) }
        } else {
            dropped = nil
        }
        if self.lines[organization] == nil { self.turns.append(organization) }
        self.lines[organization, default: []].append(element)
        self.count += 1
        return dropped
    }

    /// The next element of the organization whose turn it is among those that may have one.
    mutating func next(where mayHave: (ID<Organization>) -> Bool) -> Element? {
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

    /// Removes an organization's elements that match.
    mutating func remove(of organization: ID<Organization>, where matches: (Element) -> Bool) {
        guard let count = self.lines[organization]?.count else { return }
        self.lines[organization]?.removeAll(where: matches)
        self.count -= count - (self.lines[organization]?.count ?? 0)
    }

    mutating func removeAll() -> [Element] {
        defer { self = FairQueue(lineCapacity: self.lineCapacity, capacity: self.capacity) }
        return self.lines.values.flatMap { $0 }
    }

    /// A line that is empty now stays until its turn comes.
    private mutating func pop(_ organization: ID<Organization>) -> Element? {
        guard let element = self.lines[organization]?.popFirst() else { return nil }
        self.count -= 1
        return element
    }
}

extension FairQueue<CheckTask> {
    /// - Returns: what was dropped for it.
    mutating func add(_ task: CheckTask) -> CheckTask? { self.add(task, of: task.organization) }
}
