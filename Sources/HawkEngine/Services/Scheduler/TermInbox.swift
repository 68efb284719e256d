import HawkCore
import Synchronization

/// Passes data from the tasks that query the database to the emitting loop, which never waits for the database.
final class TermInbox: Sendable {
    private struct State {
        var changeSets: [MonitorFeed.ChangeSet] = []
        var hasEnded = false
        var emittedThrough: Instant
    }

    private let state: Mutex<State>

    init(emittedThrough: Instant) { self.state = Mutex(State(emittedThrough: emittedThrough)) }

    /// Whether another scheduler leads.
    var hasEnded: Bool { self.state.withLock { $0.hasEnded } }

    /// How far slots are emitted; stored when the lease is renewed.
    var emittedThrough: Instant { self.state.withLock { $0.emittedThrough } }

    func put(_ changeSet: MonitorFeed.ChangeSet) { self.state.withLock { $0.changeSets.append(changeSet) } }

    func end() { self.state.withLock { $0.hasEnded = true } }

    func record(emittedThrough: Instant) { self.state.withLock { $0.emittedThrough = emittedThrough } }

    /// Removes and returns the changes in order of arrival.
    func drain() -> [MonitorFeed.ChangeSet] {
        self.state.withLock { state in
            defer { state.changeSets = [] }
            return state.changeSets
        }
    }
}
