package import NIOCore

/// The timers of one event loop: a hashed wheel whose cost does not depend on how many timers are outstanding.
///
/// NIO's own `scheduleTask` searches linearly when a task is cancelled, and nearly every deadline of a check is cancelled. The
/// wheel ticks only while it holds entries, and notices when its tick comes late, which means that the loop or the whole
/// process stood still and that what was in flight meanwhile must not be blamed on a target.
///
/// Every member is for use on the event loop only.
///
/// Varghese and Lauck, "Hashed and hierarchical timing wheels", scheme 6.
// SAFETY: confined to its event loop; `assertInEventLoop` guards the entry points.
package final class TimerWheel: @unchecked Sendable {
    /// Identifies an entry; stays valid, and without effect, after the entry fired.
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

    private static let none: Int32 = -1
    private static let tickNanoseconds: UInt64 = 5_000_000
    /// A lap takes 20 seconds; an entry that is due later is passed over once a lap.
    private static let slots: UInt64 = 4_096
    /// A tick later than this is a stall.
    private static let tolerance: TimeAmount = .milliseconds(200)

    package let eventLoop: any EventLoop
    private var heads = [Int32](repeating: none, count: Int(slots))
    private var nodes: [Node] = []
    private var free: Int32 = none
    private var lastTick: UInt64 = 0
    private var nextTickAt: NIODeadline?
    private var stallNoted = false
    private var noticedStalls = 0
    /// How many entries are outstanding.
    package private(set) var count = 0

    package init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// How often the wheel came more than 200 ms late, ever. Compared before and after an attempt it tells whether the attempt was
    /// spoilt; a stall that still lasts is noticed by asking.
    package var stalls: Int {
        self.eventLoop.assertInEventLoop()
        self.noteStall(at: self.eventLoop.now)
        return self.noticedStalls
    }

    /// Runs `action` once at or shortly after `deadline` (one tick of 5 ms at most, if the loop keeps up), never before it.
    @discardableResult
    package func schedule(at deadline: NIODeadline, _ action: @escaping () -> Void) -> Token {
        self.eventLoop.assertInEventLoop()
        let now = self.eventLoop.now
        if self.nextTickAt == nil { self.lastTick = now.uptimeNanoseconds / Self.tickNanoseconds }
        let (quotient, remainder) = deadline.uptimeNanoseconds.quotientAndRemainder(dividingBy: Self.tickNanoseconds)
        let dueTick = max(quotient + (remainder > 0 ? 1 : 0), self.lastTick + 1)
        let index = self.takeNode()
        self.nodes[Int(index)].dueTick = dueTick
        self.nodes[Int(index)].action = action
        self.link(index)
        self.count += 1
        if self.nextTickAt == nil { self.arm(after: now) }
        return Token(index: index, generation: self.nodes[Int(index)].generation)
    }

    /// Removes an entry; does nothing when it has fired or was cancelled before.
    package func cancel(_ token: Token) {
        self.eventLoop.assertInEventLoop()
        guard self.holds(token) else { return }
        _ = self.remove(token.index)
    }

    private func holds(_ token: Token) -> Bool {
        let node = self.nodes[Int(token.index)]
        return node.generation == token.generation && node.action != nil
    }

    private func tick(at now: NIODeadline) {
        self.noteStall(at: now)
        self.nextTickAt = nil
        self.stallNoted = false
        let reached = now.uptimeNanoseconds / Self.tickNanoseconds
        // Entries are taken out one by one, each only if still there: an action may cancel others and schedule new ones.
        for token in self.due(until: reached) where self.holds(token) { self.remove(token.index)?() }
        if self.count > 0 && self.nextTickAt == nil { self.arm(after: self.eventLoop.now) }
    }

    private func due(until reached: UInt64) -> [Token] {
        guard reached > self.lastTick else { return [] }
        var due: [Token] = []
        // After more than a lap every slot is visited once.
        let first = max(self.lastTick + 1, reached - min(reached, Self.slots - 1))
        for tick in first...reached {
            var index = self.heads[Int(tick % Self.slots)]
            while index != Self.none {
                let node = self.nodes[Int(index)]
                if node.dueTick <= reached { due.append(Token(index: index, generation: node.generation)) }
                index = node.next
            }
        }
        self.lastTick = reached
        return due
    }

    private func arm(after now: NIODeadline) {
        let next = NIODeadline.uptimeNanoseconds((now.uptimeNanoseconds / Self.tickNanoseconds + 1) * Self.tickNanoseconds)
        self.nextTickAt = next
        // Throws only when the loop is shut down, and then nothing is to fire any more.
        _ = try? self.eventLoop.scheduleCallback(at: next, handler: self)
    }

    private func noteStall(at now: NIODeadline) {
        guard let expected = self.nextTickAt, !self.stallNoted, now > expected + Self.tolerance else { return }
        self.stallNoted = true
        self.noticedStalls += 1
    }
}

extension TimerWheel: NIOScheduledCallbackHandler {
    package func handleScheduledCallback(eventLoop: some EventLoop) { self.tick(at: eventLoop.now) }
}

// The intrusive lists: one per slot, doubly linked by index, and one of free nodes.
extension TimerWheel {
    private func takeNode() -> Int32 {
        guard self.free != Self.none else {
            self.nodes.append(Node())
            return Int32(self.nodes.count - 1)
        }
        let index = self.free
        self.free = self.nodes[Int(index)].next
        return index
    }

    private func link(_ index: Int32) {
        let slot = Int(self.nodes[Int(index)].dueTick % Self.slots)
        let head = self.heads[slot]
        self.nodes[Int(index)].next = head
        self.nodes[Int(index)].previous = Self.none
        if head != Self.none { self.nodes[Int(head)].previous = index }
        self.heads[slot] = index
    }

    private func remove(_ index: Int32) -> (() -> Void)? {
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
