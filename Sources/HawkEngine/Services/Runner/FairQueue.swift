import HawkCore
import NIOCore

/// A queue with one line per organization. The lines are served in turn, so that a long line does not delay the others.
struct FairQueue<Element> {
    /// The maximum number of elements per organization.
    private let lineCapacity: Int
    /// The maximum number of elements in total.
    private let capacity: Int
    private var lines: [ID<Organization>: CircularBuffer<Element>] = [:]
    /// The organizations with a line, in the order of their turns.
    private var turns: CircularBuffer<ID<Organization>> = []
    private(set) var count = 0

    init(lineCapacity: Int = 5_000, capacity: Int = 50_000) {
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    /// Whether an element can be added without dropping another.
    func hasRoom(for organization: ID<Organization>) -> Bool {
        self.count < self.capacity && self.lines[organization]?.count ?? 0 < self.lineCapacity
    }

    func holds(_ organization: ID<Organization>) -> Bool { self.lines[organization]?.isEmpty == false }

    /// - Returns: The element dropped to make room: the oldest of the organization's line, or of the longest line.
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

    /// Removes and returns the next element, of the first organization in turn that `mayHave` admits.
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

    /// An empty line stays until its turn comes.
    private mutating func pop(_ organization: ID<Organization>) -> Element? {
        guard let element = self.lines[organization]?.popFirst() else { return nil }
        self.count -= 1
        return element
    }
}

extension FairQueue<CheckTask> {
    /// - Returns: The task dropped to make room.
    mutating func add(_ task: CheckTask) -> CheckTask? { self.add(task, of: task.organization) }
}
