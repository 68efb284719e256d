import HawkCore
import HawkNet
import NIOCore
import Synchronization

/// Limited places at each of many things, shared by all event loops of a runner.
final class Places<Key: Hashable & Sendable>: Sendable {
    private struct Waiter: Sendable {
        let number: UInt64
        let whenFree: @Sendable (NIODeadline) -> Void
    }

    private struct Entry {
        var line: PlaceLine<Waiter>
        /// Which of its timers looks after those who wait; nil: none does.
        var timer: UInt64?

        /// - Returns: whether the organization has a place, and who else has one now, as they waited before it.
        mutating func take(_ organization: ID<Organization>, at now: NIODeadline) -> (Bool, [Waiter]) {
            let served = self.line.waiting > 0 ? self.line.serve(at: now) : []
            return (self.line.take(organization, at: now), served)
        }
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var lastNumber: UInt64 = 0
    }

    private let rules: PlaceShares.Rules
    private let lineCapacity: Int
    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - lineCapacity: how many may wait for one thing, of one organization.
    ///   - capacity: how many may wait for one thing.
    init(_ rules: PlaceShares.Rules, lineCapacity: Int, capacity: Int) {
        self.rules = rules
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    /// How many places are held, and how many wait for one.
    var load: (held: Int, waiting: Int) {
        self.state.withLock { state in
            state.entries.values.reduce(into: (0, 0)) { $0 = ($0.0 + $1.line.held, $0.1 + $1.line.waiting) }
        }
    }

    /// - Returns: since when the place is held, which identifies it; nil where none is free.
    func take(_ key: Key, for organization: ID<Organization>) -> NIODeadline? {
        let now = NIODeadline.now()
        let (isTaken, served) = self.state.withLock { state in
            state.entries[key, default: self.newEntry].take(organization, at: now)
        }
        for waiter in served { waiter.whenFree(now) }
        return isTaken ? now : nil
    }

    /// - Parameters:
    ///   - wheel: of the calling event loop.
    ///   - whenFree: is told since when it holds the place; called on any thread, perhaps before this returns.
    /// - Returns: what identifies the one who waits; nil where too many wait.
    func wait(
        for key: Key, _ organization: ID<Organization>, on wheel: TimerWheel, whenFree: @escaping @Sendable (NIODeadline) -> Void
    ) -> UInt64? {
        let (number, needsTimer): (UInt64?, Bool) = self.state.withLock { state in
            state.lastNumber += 1
            let number = state.lastNumber
            let waiter = Waiter(number: number, whenFree: whenFree)
            guard state.entries[key, default: self.newEntry].line.wait(waiter, of: organization) else { return (nil, false) }
            guard state.entries[key]?.timer == nil else { return (number, false) }
            state.entries[key]?.timer = number
            return (number, true)
        }
        if needsTimer, let number { self.look(at: key, number, on: wheel) }
        return number
    }

    func stopWaiting(_ number: UInt64, for key: Key, _ organization: ID<Organization>) {
        self.state.withLock { state in
            state.entries[key]?.line.remove(of: organization) { $0.number == number }
            if state.entries[key]?.line.isEmpty == true { state.entries[key] = nil }
        }
    }

    func giveBack(_ key: Key, since: NIODeadline, for organization: ID<Organization>) {
        let now = NIODeadline.now()
        let served = self.state.withLock { state -> [Waiter] in
            guard let index = state.entries.index(forKey: key) else { return [] }
            state.entries.values[index].line.giveBack(organization, since: since)
            let served = state.entries.values[index].line.serve(at: now)
            if state.entries.values[index].line.isEmpty { state.entries.remove(at: index) }
            return served
        }
        for waiter in served { waiter.whenFree(now) }
    }

    /// Serves whoever may have a place by the time that has gone by, and looks again while somebody waits.
    private func look(at key: Key, _ timer: UInt64, on wheel: TimerWheel) {
        let now = NIODeadline.now()
        let (served, next) = self.state.withLock { state -> ([Waiter], NIODeadline?) in
            guard state.entries[key]?.timer == timer else { return ([], nil) }
            let served = state.entries[key]?.line.serve(at: now) ?? []
            guard let line = state.entries[key]?.line, line.waiting > 0 else {
                state.entries[key]?.timer = nil
                return (served, nil)
            }
            // Whoever takes a place meanwhile is no hindrance before that either.
            return (served, line.nextChange(after: now) ?? now + self.rules.blockingTime)
        }
        for waiter in served { waiter.whenFree(now) }
        if let next { wheel.schedule(at: next) { self.look(at: key, timer, on: wheel) } }
    }

    private var newEntry: Entry {
        Entry(line: PlaceLine(self.rules, lineCapacity: self.lineCapacity, capacity: self.capacity))
    }
}
