import HawkCore
import HawkNet
import HawkTestSupport
import Testing

/// Names that resolve to another address at the next lookup.
@Suite struct RebindingTests {
    private static let (allowed, forbidden) = (IPAddress.v4(0x7F00_0001), IPAddress.v4(0x7F00_0002))

    private func bench() async throws -> ProbeFixture {
        try await ProbeFixture(
            ["rebind.test": .addresses([Self.allowed])], policy: TargetPolicy(allowPrivate: false, allowed: ["127.0.0.1"]))
    }

    @Test func `the verified address is the one that is dialled: no name is looked up twice`() async throws {
        let bench = try await self.bench()
        let server = try await HTTPTestServer()
        server.answer { _ in
            bench.dns.set("rebind.test", .addresses([Self.forbidden]))
            return .init(body: "inside")
        }
        let target = "http://rebind.test:\(server.port)/"
        let seen = try await bench.observe(.http, target, ["dns_cache": false])
        #expect(seen.outcome == .up && seen.evidence.addresses == ["127.0.0.1"])
        #expect(seen.evidence.peer == "127.0.0.1:\(server.port)")
        #expect(bench.dns.queries == ["rebind.test", "rebind.test"])  // once for each family
        let next = try await bench.observe(.http, target, ["dns_cache": false])
        #expect(next.outcome == .down && next.reason == .policy)
        #expect(next.message.hasPrefix("rebind.test at 127.0.0.2 is a loopback address"))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [true, false])
    func `a redirect to the same name is verified with its present address`(_ cached: Bool) async throws {
        let bench = try await self.bench()
        let server = try await HTTPTestServer()
        server.answer { request in
            bench.dns.set("rebind.test", .addresses([Self.forbidden]))
            return request.uri == "/" ? .redirect(to: "/inside") : .init(body: "inside")
        }
        let seen = try await bench.observe(.http, "http://rebind.test:\(server.port)/", ["dns_cache": .bool(cached)])
        // Cached addresses were verified too.
        #expect(seen.reason == (cached ? .none : .policy))
        #expect(server.requests.map(\.uri) == (cached ? ["/", "/inside"] : ["/"]))
    }

    @Test func `of several addresses only the allowed ones are dialled`() async throws {
        let bench = try await self.bench()
        let server = try await HTTPTestServer()
        bench.dns.set("rebind.test", .addresses([Self.forbidden, Self.allowed, .v6(1)]))
        let seen = try await bench.observe(.http, "http://rebind.test:\(server.port)/")
        #expect(seen.outcome == .up && seen.evidence.peer == "127.0.0.1:\(server.port)")
    }

    @Test(arguments: [
        "localhost", "0177.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "127.0.0.1.", "[fe80::1%25lo]", "[::1%25lo]", "①②⑦.0.0.1", "127。0。0。1", "0", "0.0.0.0", "[::]",
    ])
    func `no spelling leads to this machine`(_ host: String) async throws {
        let bench = try await ProbeFixture(policy: TargetPolicy(allowPrivate: false))
        let server = try await HTTPTestServer()
        do {
            let seen = try await bench.observe(.http, "http://\(host):\(server.port)/", timeout: .seconds(5))
            #expect(seen.reason == .policy || seen.reason == .dns, "\(seen.message)")
        } catch let error as OperationError {
            #expect(error.errors.map(\.field) == ["target"])
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        "unix:/run/postgresql/.s.PGSQL.5432", "http+unix://%2Frun%2Fx/", "http://%2Frun%2Fx/", "/run/x", "file:///etc/passwd",
    ])
    func `a socket in the file system cannot be a target`(_ target: String) async throws {
        let bench = try await ProbeFixture()
        for type in [MonitorType.http, .tcp] {
            await #expect(throws: OperationError.self) { _ = try await bench.observe(type, target) }
        }
    }
}
