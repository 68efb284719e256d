import HawkCore
import Synchronization

/// What those who ask the database tell the loop that emits, which itself never waits for the database.
final class TermInbox: Sendable {
    private struct State {
        var news: [MonitorFeed.News] = []
        var hasEnded = false
        var emittedThrough: Instant
    }

    private let state: Mutex<State>

    init(emittedThrough: Instant) { self.state = Mutex(State(emittedThrough: emittedThrough)) }

    /// Whether somebody else leads now.
    var hasEnded: Bool { self.state.withLock { $0.hasEnded } }

    /// How far slots are emitted: what the lease is renewed with.
    var emittedThrough: Instant { self.state.withLock { $0.emittedThrough } }

    func put(_ news: MonitorFeed.News) { self.state.withLock { $0.news.append(news) } }

    func end() { self.state.withLock { $0.hasEnded = true } }

    func note(emittedThrough: Instant) { self.state.withLock { $0.emittedThrough = emittedThrough } }

    /// In the order in which it came.
    func takeNews() -> [MonitorFeed.News] {
        self.state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }
}
