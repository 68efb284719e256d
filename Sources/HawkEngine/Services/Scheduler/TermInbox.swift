import HawkCore
import Synchronization

/// Passes data from the tasks that query the database to the emitting loop, which never waits for the database.
final class TermInbox: Sendable {
    private struct State {
        var news: [MonitorFeed.News] = []
        var hasEnded = false
        var emittedThrough: Instant
    }

    private let state: Mutex<State>

    init(emittedThrough: Instant) { self.state = Mutex(State(emittedThrough: emittedThrough)) }

    /// Whether another scheduler leads.
    var hasEnded: Bool { self.state.withLock { $0.hasEnded } }

    /// How far slots are emitted; stored when the lease is renewed.
    var emittedThrough: Instant { self.state.withLock { $0.emittedThrough } }

    func put(_ news: MonitorFeed.News) { self.state.withLock { $0.news.append(news) } }

    func end() { self.state.withLock { $0.hasEnded = true } }

    func note(emittedThrough: Instant) { self.state.withLock { $0.emittedThrough = emittedThrough } }

    /// Returns the news in order of arrival.
    func takeNews() -> [MonitorFeed.News] {
        self.state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }
}
