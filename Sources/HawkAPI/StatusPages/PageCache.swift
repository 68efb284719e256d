package import HawkCore
package import HawkEngine
import Logging
import Synchronization

/// Rendered pages, so that a page view costs no query. A page is rendered once for all processes that share a cache, and each
/// process keeps it in memory. It is at most a minute old, including the time that clients keep it, and dropped at a status
/// change. While the store cannot be reached, the old page is served with the time of its data.
package final class PageCache: Sendable {
    static let freshness = Duration.seconds(60)
    /// The part of that minute for which a client may keep the page.
    static let maxCacheAge = Duration.seconds(30)
    /// How long an old page is served before the store is queried again.
    static let maxStaleAge = Duration.seconds(5)
    private static let capacity = 512

    /// A page, and how long the client may keep it.
    struct Answer {
        let page: RenderedPage
        let isFresh: Bool
        let maxAge: Duration
    }

    private struct Entry {
        var page: RenderedPage
        var expiresAt: Instant
        /// Whether the last query for a newer page failed.
        var isStale = false

        func answer(at now: Instant) -> Answer {
            let left = max(self.expiresAt - now, .zero)
            return Answer(
                page: self.page, isFresh: !self.isStale,
                maxAge: min(left, self.isStale ? PageCache.maxStaleAge : PageCache.maxCacheAge))
        }
    }

    private struct State {
        var entries: [String: Entry] = [:]  // BOUNDED: by slugs
        /// Increases with every drop. A page whose read began earlier is not kept.
        var drops = 0
    }

    private let state = Mutex(State())
    private let shared: any Cache
    private let read: @Sendable (String) async throws -> PublicPage?
    private let clock: any WallClock
    private let troubles: TroubleLog

    /// - Parameters:
    ///   - shared: the cache that processes share.
    ///   - read: queries the store. Returns nil if there is no such page.
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
        let reader = PublicPageReader(engine)
        self.init(shared: engine.cache, clock: engine.clock, logger: engine.logger) { try await reader.read($0) }
    }

    /// Returns the page of a slug if it need not be read.
    func cached(_ slug: String) -> Answer? {
        let now = self.clock.now
        return self.state.withLock { state in
            guard let entry = state.entries[slug], now < entry.expiresAt else { return nil }
            return entry.answer(at: now)
        }
    }

    /// Returns the page of a slug. Nil if there is none.
    /// - Throws: the error of the store if there is no older page to serve.
    func page(_ slug: String) async throws -> Answer? {
        if let answer = self.cached(slug) { return answer }
        let drops = self.state.withLock { $0.drops }
        do {
            let page = try await self.find(slug)
            self.troubles.end(.pages)
            let entry = page.map(self.entry)
            self.store(entry, slug, readAfter: drops)
            return entry?.answer(at: self.clock.now)
        } catch {
            guard let old = self.markStale(slug) else { throw error }
            self.troubles.record(.pages, error, metadata: ["status_page.slug": "\(slug)"])
            return old.answer(at: self.clock.now)
        }
    }

    /// Drops the organization's pages after a status change or an edit, so that the next view reads them again.
    package func drop(organization: ID<Organization>) async {
        await self.shared.drop(tag: Self.tag(organization))
        self.forget { $0.organization == organization }
    }

    /// Drops all pages because events were missed.
    package func dropAll() async {
        await self.shared.drop(tag: Self.everyPage)
        self.forget { _ in true }
    }

    private static let everyPage = "pages"
    private static func tag(_ organization: ID<Organization>) -> String { "pages-\(organization)" }

    /// Old pages are kept in case the store cannot be reached.
    private func forget(_ concerns: (RenderedPage) -> Bool) {
        let now = self.clock.now
        self.state.withLock { state in
            state.drops += 1
            for (slug, entry) in state.entries where entry.expiresAt > now && concerns(entry.page) {
                state.entries[slug]?.expiresAt = now
            }
        }
    }

    /// Returns a page that another caller or process rendered, or renders it for all.
    private func find(_ slug: String) async throws -> RenderedPage? {
        let bytes = try await self.shared.value("page:\(slug)", for: Self.freshness) { try await self.render(slug) }
        guard let bytes else { return nil }
        // Usually another caller that waited for the same bytes has decoded them.
        if let known = self.cached(slug), known.isFresh { return known.page }
        do {
            return try RenderedPage(wireBytes: bytes)
        } catch {
            // A newer version that runs beside this one rendered it, so this process renders its own.
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

    private func store(_ entry: Entry?, _ slug: String, readAfter drops: Int) {
        self.state.withLock { state in
            guard state.drops == drops else { return }
            state.entries[slug] = entry
            guard state.entries.count > Self.capacity else { return }
            if let oldest = state.entries.min(by: { $0.value.expiresAt < $1.value.expiresAt }) {
                state.entries[oldest.key] = nil
            }
        }
    }

    /// The clock of the process that read the page may have been ahead.
    private func entry(_ page: RenderedPage) -> Entry {
        Entry(page: page, expiresAt: min(page.readAt, self.clock.now) + Self.freshness)
    }

    /// Serves the older page for a while.
    /// - Returns: nil if there is none.
    private func markStale(_ slug: String) -> Entry? {
        let expiresAt = self.clock.now + Self.maxStaleAge
        return self.state.withLock { state in
            guard var entry = state.entries[slug] else { return nil }
            entry.expiresAt = expiresAt
            entry.isStale = true
            state.entries[slug] = entry
            return entry
        }
    }
}
