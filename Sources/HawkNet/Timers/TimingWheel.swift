package import NIOCore

/// A hashed timing wheel as a value: the due entries and the next tick. It reads no clock and arms no timer.
///
/// No entry is skipped. Every entry lies after `lastTick`. That moves only in `beginTick`, when all entries up to it are
/// collected, or while there are no entries.
///
/// Varghese and Lauck, "Hashed and hierarchical timing wheels", scheme 6.
package struct TimingWheel {
    /// Identifies an entry. It stays valid, without effect, after the entry fired.
    package struct Token: Sendable, Equatable {
        fileprivate let index: Int32
        fileprivate let generation: UInt32
    }

    private struct Node {
        var dueTick: UInt64 = 0
        var next: Int32 = none
        var previous: Int32 = none
        var generation: UInt32 = 0
        var action: (() -> Void)?
    }

    /// A period in which the loop or the whole process stood still.
    package struct Stall: Sendable, Equatable {
        package let from: NIODeadline
        /// The time of the query, if the stall still lasts.
        package let until: NIODeadline

        package init(from: NIODeadline, until: NIODeadline) {
            self.from = from
            self.until = until
        }

        package var length: TimeAmount { self.until - self.from }
    }

    package static let tickNanoseconds: UInt64 = 5_000_000
    /// One lap takes 20.48 s. An entry that is due later is skipped once per lap.
    private static let slots: UInt64 = 4_096
    /// A tick later than this is a stall.
    private static let maxLateness: TimeAmount = .milliseconds(200)
    private static let none: Int32 = -1

    private var heads = [Int32](repeating: none, count: Int(slots))
    private var nodes: [Node] = []
    private var free: Int32 = none
    /// Every entry that is due up to this tick has been collected.
    private var lastTick: UInt64 = 0
    /// The entries that the present tick collected, and how many of them were popped.
    private var due: [Token] = []
    private var popped = 0
    private var isStallCounted = false
    private var countedStalls = 0
    private var endedStalls = TimeAmount.zero
    private var lastEnded: Stall?
    /// When the owner must tick. Nil while there are no entries.
    package private(set) var nextTick: NIODeadline?
    /// How many entries are outstanding.
    package private(set) var count = 0

    package init() {}

    /// Adds an entry that is due at the first tick at or after `deadline`, or at the next one if that has passed.
    /// - Returns: the entry's token. If `nextTick` was nil before, the owner must arm its timer now.
    package mutating func schedule(at deadline: NIODeadline, now: NIODeadline, _ action: @escaping () -> Void) -> Token {
        if self.nextTick == nil {
            self.lastTick = max(self.lastTick, Self.tick(of: now))
            self.nextTick = Self.deadline(ofTick: self.lastTick + 1)
        }
        let (quotient, remainder) = deadline.uptimeNanoseconds.quotientAndRemainder(dividingBy: Self.tickNanoseconds)
        let index = self.allocateNode()
        self.nodes[Int(index)].dueTick = max(quotient + (remainder > 0 ? 1 : 0), self.lastTick + 1)
        self.nodes[Int(index)].action = action
        self.link(index)
        self.count += 1
        return Token(index: index, generation: self.nodes[Int(index)].generation)
    }

    /// Removes an entry. Does nothing if it has fired or was cancelled before.
    package mutating func cancel(_ token: Token) {
        if self.holds(token) { _ = self.remove(token.index) }
    }

    /// Collects the due entries. The owner then runs the results of `popDue` until it returns nil, and calls `endTick`. The
    /// actions may schedule and cancel.
    package mutating func beginTick(at now: NIODeadline) {
        self.countStall(at: now)
        if let stall = self.presentStall(at: now) {
            self.endedStalls = self.endedStalls + stall.length
            self.lastEnded = stall
        }
        self.isStallCounted = false
        let reached = max(Self.tick(of: now), self.lastTick)
        self.collect(until: reached)
        // The next tick is expected from now on: slow actions make it late, which is a stall like any other.
        self.nextTick = Self.deadline(ofTick: reached + 1)
    }

    /// Returns the next action to run. An entry that an earlier action of this tick cancelled is skipped.
    package mutating func popDue() -> (() -> Void)? {
        while self.popped < self.due.count {
            let token = self.due[self.popped]
            self.popped += 1
            if self.holds(token) { return self.remove(token.index) }
        }
        return nil
    }

    /// - Returns: when to tick next. Nil if there are no entries.
    package mutating func endTick() -> NIODeadline? {
        self.due.removeAll(keepingCapacity: true)
        self.popped = 0
        if self.count == 0 { self.nextTick = nil }
        return self.nextTick
    }

    /// Returns how many ticks have come more than 200 ms late, including one that is late now.
    package mutating func stalls(at now: NIODeadline) -> Int {
        self.countStall(at: now)
        return self.countedStalls
    }

    /// Returns the total length of all stalls.
    package func lostTime(at now: NIODeadline) -> TimeAmount {
        self.endedStalls + (self.presentStall(at: now)?.length ?? .zero)
    }

    /// Returns the last stall. Nil if there was none.
    package func lastStall(at now: NIODeadline) -> Stall? { self.presentStall(at: now) ?? self.lastEnded }

    private func presentStall(at now: NIODeadline) -> Stall? {
        guard let expected = self.nextTick, now > expected + Self.maxLateness else { return nil }
        return Stall(from: expected, until: now)
    }

    private mutating func countStall(at now: NIODeadline) {
        guard !self.isStallCounted, self.presentStall(at: now) != nil else { return }
        self.isStallCounted = true
        self.countedStalls += 1
    }

    private mutating func collect(until reached: UInt64) {
        guard reached > self.lastTick else { return }
        // After more than a lap, every slot is visited once.
        let first = max(self.lastTick + 1, reached - min(reached, Self.slots - 1))
        for tick in first...reached {
            var index = self.heads[Int(tick % Self.slots)]
            while index != Self.none {
                let node = self.nodes[Int(index)]
                if node.dueTick <= reached { self.due.append(Token(index: index, generation: node.generation)) }
                index = node.next
            }
        }
        self.lastTick = reached
    }

    private static func tick(of instant: NIODeadline) -> UInt64 { instant.uptimeNanoseconds / self.tickNanoseconds }

    private static func deadline(ofTick tick: UInt64) -> NIODeadline { .uptimeNanoseconds(tick * self.tickNanoseconds) }
}

// The intrusive lists: one per slot, doubly linked by index, and one of free nodes.
extension TimingWheel {
    private func holds(_ token: Token) -> Bool {
        let node = self.nodes[Int(token.index)]
        return node.generation == token.generation && node.action != nil
    }

    private mutating func allocateNode() -> Int32 {
        guard self.free != Self.none else {
            self.nodes.append(Node())
            return Int32(self.nodes.count - 1)
        }
        let index = self.free
        self.free = self.nodes[Int(index)].next
        return index
    }

    private mutating func link(_ index: Int32) {
        let slot = Int(self.nodes[Int(index)].dueTick % Self.slots)
        let head = self.heads[slot]
        self.nodes[Int(index)].next = head
        self.nodes[Int(index)].previous = Self.none
        if head != Self.none { self.nodes[Int(head)].previous = index }
        self.heads[slot] = index
    }

    private mutating func remove(_ index: Int32) -> (() -> Void)? {
        let node = self.nodes[Int(index)]
        if node.previous == Self.none {
            self.heads[Int(node.dueTick % Self.slots)] = node.next
        } else {
            self.nodes[Int(node.previous)].next = node.next
        }
        if node.next != Self.none { self.nodes[Int(node.next)].previous = node.previous }
        self.nodes[Int(index)] = Node(next: self.free, generation: node.generation &+ 1)
        self.free = index
        self.count -= 1
        return node.action
    }
}
