import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import Testing

@Suite struct ResolverTests {
    @Test func `both families are found, IPv6 first`() async throws {
        let server = try await DNSTestServer(names: [
            "both.test": ["192.0.2.7", "2001:db8::7"], "old.test": ["192.0.2.8", "192.0.2.9"],
        ])
        let resolver = NameResolver(servers: .only([server.address]))
        #expect(try await resolver.find("both.test") == ["2001:db8::7", "192.0.2.7"])
        #expect(try await Set(resolver.find("old.test")) == ["192.0.2.8", "192.0.2.9"])
    }

    @Test func `an address is returned without a query`() async throws {
        let server = try await DNSTestServer(names: [:])
        let resolver = NameResolver(servers: .only([server.address]))
        #expect(try await resolver.find("192.0.2.7") == ["192.0.2.7"])
        #expect(try await resolver.find("2001:db8::7") == ["2001:db8::7"])
        #expect(server.queries.isEmpty)
    }

    @Test func `an answer is cached, unless a fresh lookup is requested`() async throws {
        let server = try await DNSTestServer(names: ["shop.test": ["192.0.2.7"]])
        let resolver = NameResolver(servers: .only([server.address]))
        _ = try await resolver.find("shop.test")
        server.set("shop.test", .addresses([.v4(0xC000_0208)]))
        #expect(try await resolver.find("Shop.Test.") == ["192.0.2.7"])
        #expect(try await resolver.find("shop.test", fresh: true) == ["192.0.2.8"])
        #expect(try await resolver.find("shop.test") == ["192.0.2.8"])
        #expect(server.queries.count == 4)
    }

    @Test func `a failure is not cached`() async throws {
        let server = try await DNSTestServer(names: [:])
        let resolver = NameResolver(servers: .only([server.address]))
        await #expect(throws: TargetFailure.self) { try await resolver.find("new.test") }
        server.set("new.test", .addresses([.v4(0xC000_0207)]))
        #expect(try await resolver.find("new.test") == ["192.0.2.7"])
    }

    @Test func `a name that does not exist, or has no address, is the target's fault`() async throws {
        let server = try await DNSTestServer(["empty.test": .addresses([])])
        let resolver = NameResolver(servers: .only([server.address]))
        await #expect(throws: TargetFailure(.dns, "the name nowhere.test does not exist")) {
            try await resolver.find("nowhere.test")
        }
        await #expect(throws: TargetFailure(.dns, "the name empty.test has no address")) { try await resolver.find("empty.test") }
        await #expect(throws: TargetFailure.self) { try await resolver.find("not a name") }
    }

    @Test func `a name server that fails is our fault`() async throws {
        let server = try await DNSTestServer(["broken.test": .serverFailure])
        let resolver = NameResolver(servers: .only([server.address]))
        await #expect(throws: RunnerFault.self) { try await resolver.find("broken.test") }
    }

    @Test func `a silent name server is our fault, and not awaited beyond the deadline`() async throws {
        let server = try await DNSTestServer(["quiet.test": .silence])
        let resolver = NameResolver(servers: .only([server.address]))
        await #expect(throws: RunnerFault.self) { try await resolver.find("quiet.test", within: .milliseconds(100)) }
    }

    @Test func `a missing name server is our fault`() async throws {
        let server = try await DNSTestServer(names: [:])
        let address = server.address
        try await server.close()
        let resolver = NameResolver(servers: .only([address]))
        await #expect(throws: RunnerFault.self) { try await resolver.find("shop.test", within: .seconds(30)) }
    }

    @Test func `the hosts file is used`() async throws {
        let resolver = NameResolver()
        #expect(try await resolver.find("localhost").contains { $0 == "127.0.0.1" || $0 == "::1" })
    }

    @Test func `a resolver that was shut down returns a fault`() async throws {
        let server = try await DNSTestServer(["quiet.test": .silence])
        let resolver = NameResolver(servers: .only([server.address]))
        let waiting = Task { try await resolver.find("quiet.test", within: .seconds(60)) }
        resolver.shutdown()
        await #expect(throws: RunnerFault.self) { try await waiting.value }
        await #expect(throws: RunnerFault.self) { try await resolver.find("quiet.test", within: .seconds(60)) }
    }

    @Test func `hundreds of names are looked up concurrently`() async throws {
        let names = (0..<300).map { "h\($0).test" }
        let server = try await DNSTestServer(names: Dictionary(uniqueKeysWithValues: names.map { ($0, ["192.0.2.7"]) }))
        let resolver = NameResolver(servers: .only([server.address]))
        try await withThrowingTaskGroup(of: [String].self) { group in
            for name in names { group.addTask { try await resolver.find(name) } }
            for try await addresses in group { #expect(addresses == ["192.0.2.7"]) }
        }
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: server.port) == 0 }
    }

    @Test func `a thousand concurrent lookups of one name share a query, but each confirmation has its own`() async throws {
        let server = try await DNSTestServer(names: ["shop.test": ["192.0.2.7", "2001:db8::7"]])
        let resolver = NameResolver(servers: .only([server.address]))
        try await resolver.find("shop.test", fresh: false, times: 1_000)
        // Two queries, and retries on a slow machine.
        #expect(server.queries.count < 50)
        let before = server.queries.count
        try await resolver.find("shop.test", fresh: true, times: 50)
        #expect(server.queries.count >= before + 100)
    }

    @Test func `lookups beyond the limit are our fault, at once`() async throws {
        let server = try await DNSTestServer(["quiet.test": .silence])
        let resolver = NameResolver(servers: .only([server.address]), maxOutstanding: 20)
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let fault = await #expect(throws: RunnerFault.self) {
                        try await resolver.find("quiet.test", fresh: true, within: .seconds(60))
                    }
                    return fault?.description ?? ""
                }
            }
            for await text in group.prefix(25) { #expect(text.contains("20 queries are in progress")) }
            resolver.shutdown()
        }
    }

    @Test func `an answer is cached no longer than its alias`() async throws {
        let server = try await DNSTestServer([
            "www.test": .records([
                .init(5, DNSQuestion.connection("a.test"), ttl: 0), .address(.v4(0xC000_0207), ttl: 300, of: "a.test"),
            ])
        ])
        let resolver = NameResolver(servers: .only([server.address]))
        for _ in 0..<2 { #expect(try await resolver.find("www.test") == ["192.0.2.7"]) }
        #expect(server.queries.count == 4)
    }

    @Test func `a name with thousands of addresses is limited to 64`() async throws {
        let server = try await DNSTestServer(["large.test": .large((0..<3_000).map { .address(.v4($0)) })])
        let resolver = NameResolver(servers: .only([server.address]))
        #expect(try await resolver.find("large.test").count == 64)
        #expect(server.connections > 0)
    }
}
