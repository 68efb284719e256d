import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Logging
import NIOCore
import Synchronization
import Testing

@testable import HawkAPI

@Suite(.timeLimit(.minutes(1))) struct PageCacheTests {
    /// A store that counts reads, blocks on request, and can be unavailable.
    private final class Source: Sendable {
        private struct State {
            var reads = 0
            var isAway = false
            var title = "first"
            var gate: AsyncStream<Void>?
        }

        private let state = Mutex(State())

        var reads: Int { self.state.withLock { $0.reads } }

        func set(title: String) { self.state.withLock { $0.title = title } }
        func set(isAway: Bool) { self.state.withLock { $0.isAway = isAway } }
        /// Makes reads wait until the stream ends.
        func set(gate: AsyncStream<Void>?) { self.state.withLock { $0.gate = gate } }

        func read(_ slug: String) async throws -> PublicPage? {
            let (gate, title, isAway) = self.state.withLock { state in
                state.reads += 1
                return (state.gate, state.title, state.isAway)
            }
            if let gate { for await _ in gate {} }
            if isAway { throw StoreError.unavailable(detail: "test") }
            return slug == "acme" ? .sample(title: title, organization: ID(7)) : nil
        }
    }

    private let source = Source()
    private let clock = ManualClock()
    private let cache: PageCache

    init() {
        self.cache = PageCache(
            shared: InProcessCache(clock: self.clock), clock: self.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, read: self.source.read)
    }

    private func title() async throws -> String? {
        let answer = try await self.cache.page("acme")
        return answer.map { String(buffer: $0.page.json.identity.bytes) }
            .flatMap { $0.contains("\"first\"") ? "first" : $0.contains("\"second\"") ? "second" : nil }
    }

    @Test func `a page is read once a minute`() async throws {
        #expect(try await self.title() == "first")
        self.source.set(title: "second")
        self.clock.advance(by: PageCache.freshness - .milliseconds(1))
        #expect(try await self.title() == "first")
        self.clock.advance(by: .milliseconds(1))
        #expect(try await self.title() == "second")
        #expect(self.source.reads == 2)
    }

    @Test func `concurrent requests cause one read`() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        self.source.set(gate: gate)
        let found = try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await self.cache.page("acme") != nil } }
            try await eventually("the read begins") { self.source.reads > 0 }
            opener.finish()
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(found == 50)
        #expect(self.source.reads == 1)
    }

    @Test func `a verdict change drops the organization's pages, and no others`() async throws {
        _ = try await self.title()
        self.source.set(title: "second")
        await self.cache.drop(organization: ID(8))
        #expect(try await self.title() == "first")
        await self.cache.drop(organization: ID(7))
        #expect(try await self.title() == "second")
    }

    @Test func `a page that was read before a verdict change is not kept after it`() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        self.source.set(gate: gate)
        async let early = self.title()
        try await eventually("the read begins") { self.source.reads > 0 }
        self.source.set(gate: nil)
        self.source.set(title: "second")
        await self.cache.drop(organization: ID(7))
        opener.finish()
        #expect(try await early == "first")
        #expect(try await self.title() == "second")
    }

    @Test func `while the store is unavailable the old page is served, and the store is retried at intervals`() async throws {
        _ = try await self.title()
        self.source.set(isAway: true)
        await self.cache.drop(organization: ID(7))
        let answer = try #require(try await self.cache.page("acme"))
        #expect(!answer.isFresh)
        _ = try await self.cache.page("acme")
        #expect(self.source.reads == 2)
        self.source.set(isAway: false)
        self.source.set(title: "second")
        self.clock.advance(by: PageCache.maxStaleAge)
        #expect(try await self.title() == "second")
        await #expect(throws: StoreError.self) {
            self.source.set(isAway: true)
            _ = try await self.cache.page("other")
        }
    }

    @Test func `a withdrawn page is gone`() async throws {
        #expect(try await self.cache.page("other") == nil)
        #expect(self.cache.cached("other") == nil)
    }

    @Test func `a response may be cached for the rest of its minute, and at most half a minute`() async throws {
        let first = try #require(try await self.cache.page("acme"))
        #expect(first.maxAge == .seconds(30))
        self.clock.advance(by: .seconds(45))
        let later = try #require(try await self.cache.page("acme"))
        #expect(later.maxAge == .seconds(15))
    }

    /// Provides two processes that serve the same pages.
    private func withTwo(_ test: (PageCache, PageCache) async throws -> Void) async throws {
        try await RedisTestServer.withPrefix { address, prefix in
            let caches = (RedisCache(address, prefix: prefix), RedisCache(address, prefix: prefix))
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            try await Cleanup.run(
                {
                    try await test(
                        PageCache(shared: caches.0, clock: self.clock, logger: logger, read: self.source.read),
                        PageCache(shared: caches.1, clock: self.clock, logger: logger, read: self.source.read))
                },
                finally: {
                    await caches.0.close()
                    await caches.1.close()
                })
        }
    }

    @Test func `two processes build a page once, and serve the same bytes`() async throws {
        try await self.withTwo { one, other in
            let first = try #require(try await one.page("acme"))
            let second = try #require(try await other.page("acme"))
            #expect(self.source.reads == 1)
            #expect(first.page.html.gzip.bytes == second.page.html.gzip.bytes)
            #expect(first.page.json.identity.headers == second.page.json.identity.headers)
            #expect(first.page.html.gzip.tag == second.page.html.gzip.tag)
        }
    }

    @Test func `concurrent requests to two processes cause one read`() async throws {
        try await self.withTwo { one, other in
            let (gate, opener) = AsyncStream<Void>.makeStream()
            self.source.set(gate: gate)
            let found = try await withThrowingTaskGroup { group in
                for _ in 0..<25 {
                    group.addTask { try await one.page("acme") != nil }
                    group.addTask { try await other.page("acme") != nil }
                }
                try await eventually("the read begins") { self.source.reads > 0 }
                opener.finish()
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(found == 50)
            #expect(self.source.reads == 1)
        }
    }

    @Test func `after a verdict change no process gets another one's older page`() async throws {
        try await self.withTwo { one, other in
            _ = try await one.page("acme")
            _ = try await other.page("acme")
            self.source.set(title: "second")
            await other.drop(organization: ID(7))
            await one.drop(organization: ID(7))
            for cache in [one, other] {
                let page = try #require(try await cache.page("acme")).page
                #expect(String(buffer: page.json.identity.bytes).contains("\"second\""))
            }
        }
    }

    @Test func `without Redis each process continues on its own`() async throws {
        let tally = BrokerTally()
        let shared = RedisCache(try RedisAddress("redis://127.0.0.1:1"), observer: tally.observer)
        let cache = PageCache(
            shared: shared, clock: self.clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            read: self.source.read)
        let answer = try #require(try await cache.page("acme"))
        #expect(answer.isFresh)
        _ = try await cache.page("acme")
        #expect(self.source.reads == 1)
        await cache.drop(organization: ID(7))
        _ = try await cache.page("acme")
        #expect(self.source.reads == 2)
        #expect(tally.troubles.contains { $0.contains("127.0.0.1:1") })
        await shared.close()
    }
}
