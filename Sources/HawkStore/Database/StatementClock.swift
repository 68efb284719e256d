import Synchronization

/// Records when each running transaction's present statement began. This detects a database with stuck threads.
final class StatementClock: Sendable {
    /// A running transaction. Used by one thread only.
    struct Mark: Sendable {
        fileprivate let id: Int
        fileprivate let clock: StatementClock

        /// Records that the next statement begins.
        func next() { self.clock.set(self.id, .now) }
        func end() { self.clock.set(self.id, nil) }
    }

    private let state = Mutex((next: 0, since: [Int: SuspendingClock.Instant]()))

    func begin() -> Mark {
        let id = self.state.withLock { state in
            state.next += 1
            state.since[state.next] = .now
            return state.next
        }
        return Mark(id: id, clock: self)
    }

    /// How long the longest present statement has been running, without time in which the machine slept. Zero if none runs.
    var longest: Duration {
        guard let first = self.state.withLock({ $0.since.values.min() }) else { return .zero }
        return first.duration(to: .now)
    }

    private func set(_ id: Int, _ since: SuspendingClock.Instant?) { self.state.withLock { $0.since[id] = since } }
}
