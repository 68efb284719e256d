import HawkCore
import HawkNet
import NIOCore
import Synchronization

/// Limited places for each of many keys, shared by all event loops of a runner.
final class Places<Key: Hashable & Sendable>: Sendable {
    private struct Waiter: Sendable {
        let number: UInt64
        let whenFree: @Sendable (NIODeadline) -> Void
    }

    private struct Entry {
        var line: PlaceLine<Waiter>
        /// The number of the timer that serves the waiters. Nil if there is none.
        var timer: UInt64?

        /// - Returns: Whether the organization has a place, and the waiters that got one before it.
        mutating func acquire(_ organization: ID<Organization>, at now: NIODeadline) -> (Bool, [Waiter]) {
            let served = self.line.waiting > 0 ? self.line.serve(at: now) : []
            return (self.line.acquire(organization, at: now), served)
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
    ///   - lineCapacity: The maximum number of waiters of one organization per key.
    ///   - capacity: The maximum number of waiters per key.
    init(_ rules: PlaceShares.Rules, lineCapacity: Int, capacity: Int) {
        self.rules = rules
        self.lineCapacity = lineCapacity
        self.capacity = capacity
    }

    /// How many places are held, and how many waiters there are.
    var load: (held: Int, waiting: Int) {
        self.state.withLock { state in
            state.entries.values.reduce(into: (0, 0)) { $0 = ($0.0 + $1.line.held, $0.1 + $1.line.waiting) }
        }
    }

    /// - Returns: When the place was acquired, which identifies it. Nil if none is free.
    func acquire(_ key: Key, for organization: ID<Organization>) -> NIODeadline? {
        let now = NIODeadline.now()
        let (isAcquired, served) = self.state.withLock { state in
            state.entries[key, default: self.newEntry].acquire(organization, at: now)
        }
        for waiter in served { waiter.whenFree(now) }
        return isAcquired ? now : nil
    }

    /// - Parameters:
    ///   - wheel: The wheel of the calling event loop.
    ///   - whenFree: Called with the time from which the place is held, on any thread, perhaps before this returns.
    /// - Returns: The number of the waiter. Nil if too many wait.
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

    func release(_ key: Key, since: NIODeadline, for organization: ID<Organization>) {
        let now = NIODeadline.now()
        let served = self.state.withLock { state -> [Waiter] in
            guard let index = state.entries.index(forKey: key) else { return [] }
            state.entries.values[index].line.release(organization, since: since)
            let served = state.entries.values[index].line.serve(at: now)
            if state.entries.values[index].line.isEmpty { state.entries.remove(at: index) }
            return served
        }
        for waiter in served { waiter.whenFree(now) }
    }

    /// Serves waiters that may have a place because of the time passed. Repeats while there are waiters.
    private func look(at key: Key, _ timer: UInt64, on wheel: TimerWheel) {
        let now = NIODeadline.now()
        let (served, next) = self.state.withLock { state -> ([Waiter], NIODeadline?) in
            guard state.entries[key]?.timer == timer else { return ([], nil) }
            let served = state.entries[key]?.line.serve(at: now) ?? []
            guard let line = state.entries[key]?.line, line.waiting > 0 else {
                state.entries[key]?.timer = nil
                return (served, nil)
            }
            // A place acquired meanwhile does not block any waiter before that time either.
            return (served, line.nextChange(after: now) ?? now + self.rules.blockingTime)
        }
        for waiter in served { waiter.whenFree(now) }
        if let next { wheel.schedule(at: next) { self.look(at: key, timer, on: wheel) } }
    }

    private var newEntry: Entry {
        Entry(line: PlaceLine(self.rules, lineCapacity: self.lineCapacity, capacity: self.capacity))
    }
}
