package import HawkCore
package import HawkEngine
import HawkStore
import Logging
import Synchronization

/// Rendered pages, so that a page view costs no query: at most half a minute old here and another half on its way, which makes
/// the promised minute; dropped at a transition; served on, with the instant that they show, while the store cannot be reached.
package final class PageCache: Sendable {
    static let freshness = Duration.seconds(30)
    /// How long an old page is served on before the store is asked again.
    static let patience = Duration.seconds(5)
    private static let capacity = 512

    /// An answer, and how long whoever gets it may keep it.
    struct Answer {
        let page: RenderedPage
        let isFresh: Bool
    }

    /// One reading that everyone who asks meanwhile waits for. Its identity tells it from one that began after a drop.
    private final class Flight: Sendable {
        let task: Task<RenderedPage?, any Error>

        init(_ read: @escaping @Sendable () async throws -> RenderedPage?) {
            // SAFETY: unstructured, as those who wait may go away one by one; it ends with its query.
            self.task = Task { try await read() }
        }
    }

    private struct Entry {
        var page: RenderedPage
        var expiresAt: Instant
        /// Whether the store failed when it was last asked for something newer.
        var isStale = false
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var flights: [String: Flight] = [:]
    }

    private let state = Mutex(State())
    private let read: @Sendable (String) async throws -> PublicPage?
    private let clock: any WallClock
    private let logger: Logger

    /// - Parameter read: asks the store; nil: no such page.
    init(
        clock: any WallClock, logger: Logger, read: @escaping @Sendable (String) async throws -> PublicPage?
    ) {
        self.read = read
        self.clock = clock
        self.logger = logger
    }

    package convenience init(_ engine: Engine) {
        let reader = PublicPageReader(database: engine.database, clock: engine.clock)
        self.init(clock: engine.clock, logger: engine.logger) { try await reader.read($0) }
    }

    /// The page of an address where it need not be read.
    func cached(_ slug: String) -> Answer? {
        let now = self.clock.now
        return self.state.withLock { state in
            guard let entry = state.entries[slug], now < entry.expiresAt else { return nil }
            return Answer(page: entry.page, isFresh: !entry.isStale)
        }
    }

    /// The page of an address; nil where there is none.
    /// - Throws: what the store throws where no older page is left to serve.
    func page(_ slug: String) async throws -> Answer? {
        if let answer = self.cached(slug) { return answer }
        let flight = self.flight(for: slug)
        do {
            let page = try await flight.task.value
            self.land(flight, slug, page)
            return page.map { Answer(page: $0, isFresh: true) }
        } catch {
            guard let old = self.fail(flight, slug) else { throw error }
            self.logger.warning(
                "a public page is served from cache: the store cannot be reached",
                metadata: ["status_page.slug": "\(slug)", "error": "\(error)"])
            return Answer(page: old, isFresh: false)
        }
    }

    /// After a transition or an edit: the next view of each of the organization's pages reads anew.
    package func drop(organization: ID<Organization>) {
        self.drop { $0.organization == organization }
    }

    /// Where events were missed.
    package func dropAll() { self.drop { _ in true } }

    /// Old pages are kept for the time when the store cannot be reached; readings on their way began too early to be kept.
    private func drop(_ concerns: (RenderedPage) -> Bool) {
        let now = self.clock.now
        self.state.withLock { state in
            state.flights = [:]
            for (slug, entry) in state.entries where entry.expiresAt > now && concerns(entry.page) {
                state.entries[slug]?.expiresAt = now
            }
        }
    }

    private func flight(for slug: String) -> Flight {
        self.state.withLock { state in
            if let flight = state.flights[slug] { return flight }
            let flight = Flight { [read] in try await read(slug).map { try RenderedPage($0) } }
            state.flights[slug] = flight
            return flight
        }
    }

    private func land(_ flight: Flight, _ slug: String, _ page: RenderedPage?) {
        let expiresAt = self.clock.now + Self.freshness
        self.state.withLock { state in
            guard state.flights[slug] === flight else { return }
            state.flights[slug] = nil
            state.entries[slug] = page.map { Entry(page: $0, expiresAt: expiresAt) }
            guard state.entries.count > Self.capacity else { return }
            if let oldest = state.entries.min(by: { $0.value.expiresAt < $1.value.expiresAt }) {
                state.entries[oldest.key] = nil
            }
        }
    }

    /// - Returns: the older page, which is served on for a while.
    private func fail(_ flight: Flight, _ slug: String) -> RenderedPage? {
        let expiresAt = self.clock.now + Self.patience
        return self.state.withLock { state in
            if state.flights[slug] === flight { state.flights[slug] = nil }
            guard var entry = state.entries[slug] else { return nil }
            entry.expiresAt = expiresAt
            entry.isStale = true
            state.entries[slug] = entry
            return entry.page
        }
    }
}
