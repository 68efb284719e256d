import HawkBroker
package import HawkCore
package import HawkEngine
import HawkStore
import Logging
import Synchronization

/// Rendered pages, so that a page view costs no query: made once for all processes that share a cache, kept by each in its own
/// memory, a minute old at most with the time that whoever gets one keeps it; dropped at a transition; served on, with the instant
/// that they show, while the store cannot be reached.
package final class PageCache: Sendable {
    static let freshness = Duration.seconds(60)
    /// The most of that minute for which whoever gets a page may keep it.
    static let longestLoan = Duration.seconds(30)
    /// How long an old page is served on before the store is asked again.
    static let maxStaleAge = Duration.seconds(5)
    private static let capacity = 512

    /// An answer, and how long whoever gets it may keep it.
    struct Answer {
        let page: RenderedPage
        let isFresh: Bool
        let mayKeepFor: Duration
    }

    /// One reading that everyone who asks meanwhile waits for. Its identity tells it from one that began after a drop.
    private final class PageLoad: Sendable {
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

        func answer(at now: Instant) -> Answer {
            let left = max(self.expiresAt - now, .zero)
            return Answer(
                page: self.page, isFresh: !self.isStale,
                mayKeepFor: min(left, self.isStale ? PageCache.maxStaleAge : PageCache.longestLoan))
        }
    }

    private struct State {
        var entries: [String: Entry] = [:]  // BOUNDED: by slugs
        var loads: [String: PageLoad] = [:]  // BOUNDED: by slugs
    }

    private let state = Mutex(State())
    private let shared: any Cache
    private let read: @Sendable (String) async throws -> PublicPage?
    private let clock: any WallClock
    private let troubles: TroubleLog

    /// - Parameters:
    ///   - shared: what this process has in common with others.
    ///   - read: asks the store; nil: no such page.
    init(
        shared: any Cache, clock: any WallClock, logger: Logger,
        read: @escaping @Sendable (String) async throws -> PublicPage?
    ) {
        self.shared = shared
        self.read = read
        self.clock = clock
        self.troubles = TroubleLog(logger)
    }

    package convenience init(_ engine: Engine) {
        let reader = PublicPageReader(database: engine.database, clock: engine.clock)
        self.init(shared: engine.cache, clock: engine.clock, logger: engine.logger) { try await reader.read($0) }
    }

    /// The page of an address where it need not be read.
    func cached(_ slug: String) -> Answer? {
        let now = self.clock.now
        return self.state.withLock { state in
            guard let entry = state.entries[slug], now < entry.expiresAt else { return nil }
            return entry.answer(at: now)
        }
    }

    /// The page of an address; nil where there is none.
    /// - Throws: what the store throws where no older page is left to serve.
    func page(_ slug: String) async throws -> Answer? {
        if let answer = self.cached(slug) { return answer }
        let load = self.load(for: slug)
        do {
            let page = try await load.task.value
            self.troubles.end(.pages)
            self.land(load, slug, page)
            return page.map { self.entry($0).answer(at: self.clock.now) }
        } catch {
            guard let old = self.fail(load, slug) else { throw error }
            self.troubles.note(.pages, error, metadata: ["status_page.slug": "\(slug)"])
            return old.answer(at: self.clock.now)
        }
    }

    /// After a transition or an edit: the next view of each of the organization's pages reads anew.
    package func drop(organization: ID<Organization>) async {
        await self.shared.drop(tag: Self.tag(organization))
        self.forget { $0.organization == organization }
    }

    /// Where events were missed.
    package func dropAll() async {
        await self.shared.drop(tag: Self.everyPage)
        self.forget { _ in true }
    }

    private static let everyPage = "pages"
    private static func tag(_ organization: ID<Organization>) -> String { "pages-\(organization)" }

    /// Old pages are kept for the time when the store cannot be reached; readings on their way began too early to be kept.
    private func forget(_ concerns: (RenderedPage) -> Bool) {
        let now = self.clock.now
        self.state.withLock { state in
            state.loads = [:]
            for (slug, entry) in state.entries where entry.expiresAt > now && concerns(entry.page) {
                state.entries[slug]?.expiresAt = now
            }
        }
    }

    private func load(for slug: String) -> PageLoad {
        self.state.withLock { state in
            if let load = state.loads[slug] { return load }
            let load = PageLoad { try await self.find(slug) }
            state.loads[slug] = load
            return load
        }
    }

    /// What another process has made, or this one makes for all.
    private func find(_ slug: String) async throws -> RenderedPage? {
        let bytes = try await self.shared.value("page:\(slug)", for: Self.freshness) { try await self.render(slug) }
        do {
            return try bytes.map { try RenderedPage(wireBytes: $0) }
        } catch {
            // Made by a newer version that runs beside this one: everybody for himself.
            return try await self.render(slug).map { try RenderedPage(wireBytes: $0.bytes) }
        }
    }

    private func render(_ slug: String) async throws -> CacheEntry? {
        let now = self.clock.now
        return try await self.read(slug).map { source in
            let page = try RenderedPage(source, readAt: now)
            return CacheEntry(page.wireBytes, tags: [Self.everyPage, Self.tag(page.organization)])
        }
    }

    private func land(_ load: PageLoad, _ slug: String, _ page: RenderedPage?) {
        self.state.withLock { state in
            guard state.loads[slug] === load else { return }
            state.loads[slug] = nil
            state.entries[slug] = page.map(self.entry)
            guard state.entries.count > Self.capacity else { return }
            if let oldest = state.entries.min(by: { $0.value.expiresAt < $1.value.expiresAt }) {
                state.entries[oldest.key] = nil
            }
        }
    }

    /// Another process's clock may have been ahead when it read the page.
    private func entry(_ page: RenderedPage) -> Entry {
        Entry(page: page, expiresAt: min(page.readAt, self.clock.now) + Self.freshness)
    }

    /// - Returns: the older page, which is served on for a while.
    private func fail(_ load: PageLoad, _ slug: String) -> Entry? {
        let expiresAt = self.clock.now + Self.maxStaleAge
        return self.state.withLock { state in
            if state.loads[slug] === load { state.loads[slug] = nil }
            guard var entry = state.entries[slug] else { return nil }
            entry.expiresAt = expiresAt
            entry.isStale = true
            state.entries[slug] = entry
            return entry
        }
    }
}
