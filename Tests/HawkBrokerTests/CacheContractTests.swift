import HawkCore
import HawkTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct CacheContractTests {
    /// An expensive computation that counts its runs.
    private final class Work: Sendable {
        private let state = Mutex((count: 0, gate: AsyncStream<Void>?.none))

        var count: Int { self.state.withLock { $0.count } }

        func hold(_ gate: AsyncStream<Void>?) { self.state.withLock { $0.gate = gate } }

        func compute() async throws -> CacheEntry? {
            let (count, gate) = self.state.withLock { state in
                state.count += 1
                return (state.count, state.gate)
            }
            if let gate { for await _ in gate {} }
            return CacheEntry(Array("\(count)".utf8), tags: ["organization-7"])
        }
    }

    private let work = Work()

    private func value(_ cache: any Cache, _ key: String = "page", for lifetime: Duration = .seconds(60)) async throws -> String?
    {
        try await cache.value(key, for: lifetime, compute: self.work.compute).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: TestCache.all)
    func `a computed value is kept under its key`(_ backend: TestCache) async throws {
        try await backend.run { cache async throws in
            #expect(try await value(cache) == "1")
            #expect(try await value(cache) == "1")
            #expect(try await value(cache, "other") == "2")
        }
    }

    @Test(arguments: TestCache.all)
    func `concurrent requests cause one computation`(_ backend: TestCache) async throws {
        try await backend.run { cache async throws in
            let (gate, opener) = AsyncStream<Void>.makeStream()
            self.work.hold(gate)
            let values = try await withThrowingTaskGroup { group in
                for _ in 0..<100 { group.addTask { try await value(cache) } }
                try await eventually("the computation begins") { self.work.count > 0 }
                opener.finish()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(values == Array(repeating: "1", count: 100))
        }
    }

    @Test(arguments: TestCache.all)
    func `a tag drops only the values that have it`(_ backend: TestCache) async throws {
        try await backend.run { cache async throws in
            #expect(try await value(cache) == "1")
            await cache.drop(tag: "organization-8")
            #expect(try await value(cache) == "1")
            await cache.drop(tag: "organization-7")
            #expect(try await value(cache) == "2")
        }
    }

    @Test(arguments: TestCache.all)
    func `a value whose computation began before a drop is not kept`(_ backend: TestCache) async throws {
        try await backend.run { cache async throws in
            let (gate, opener) = AsyncStream<Void>.makeStream()
            self.work.hold(gate)
            async let early = value(cache)
            try await eventually("the computation begins") { self.work.count > 0 }
            self.work.hold(nil)
            await cache.drop(tag: "organization-7")
            opener.finish()
            #expect(try await early == "1")
            #expect(try await value(cache) == "2")
        }
    }

    @Test(arguments: TestCache.all)
    func `neither an absent value nor an error is kept`(_ backend: TestCache) async throws {
        struct Trouble: Error {}
        try await backend.run { cache async throws in
            #expect(try await cache.value("page", for: .seconds(60)) { nil } == nil)
            await #expect(throws: Trouble.self) { try await cache.value("page", for: .seconds(60)) { throw Trouble() } }
            #expect(try await value(cache) == "1")
        }
    }
}
