import HawkCore
import HawkNet
import HawkTestSupport
import Synchronization
import Testing

@Suite struct DiallingTests {
    @Test func `an open port is up`() async throws {
        let server = try await TCPTestServer(.hold)
        let seen = try await ProbeFixture().observe(.tcp, "local.test:\(server.port)")
        #expect(seen.outcome == .up && seen.phases.dns != nil && seen.phases.connect != nil && seen.phases.firstByte == nil)
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    @Test func `a closed port refuses, with the requested name in the message`() async throws {
        let server = try await TCPTestServer(.hold)
        try await server.close()
        let seen = try await ProbeFixture().observe(.tcp, "local.test:\(server.port)")
        #expect(seen.outcome == .down && seen.reason == .refused)
        #expect(seen.message == "local.test:\(server.port) (127.0.0.1) refused the connection")
    }

    @Test func `IPv6 works like IPv4`() async throws {
        let server = try await TCPTestServer(.hold, host: "::1")
        let seen = try await ProbeFixture().observe(.tcp, "[::1]:\(server.port)")
        #expect(seen.outcome == .up && seen.evidence.peer == "[::1]:\(server.port)")
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func `one dead family does not matter while the other one answers`(
        _ living: String
    ) async throws {
        let server = try await TCPTestServer(.hold, host: living)
        let bench = try await ProbeFixture(["dual.test": .addresses([.v6(1), .v4(0x7F00_0001)])])
        let seen = try await bench.observe(.tcp, "dual.test:\(server.port)")
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.addresses == ["::1", "127.0.0.1"])
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    @Test(arguments: [("4", "127.0.0.1"), ("6", "[::1]")]) func `a monitor may be limited to one family`(
        _ version: String, _ address: String
    ) async throws {
        let v4 = try await TCPTestServer(.hold)
        let v6 = try await TCPTestServer(.hold, host: "::1", port: v4.port)
        let bench = try await ProbeFixture(["dual.test": .addresses([.v6(1), .v4(0x7F00_0001)])])
        let seen = try await bench.observe(.tcp, "dual.test:\(v6.port)", ["ip_version": .string(version)])
        #expect(seen.evidence.peer == "\(address):\(v4.port)")
    }

    @Test func `a name without an address of the chosen family is reported`() async throws {
        let seen = try await ProbeFixture().observe(.tcp, "local.test:1", ["ip_version": "6"])
        #expect(seen.reason == .dns && seen.message == "local.test has no IPv6 address")
    }

    /// The first IPv4 query is lost, so that it is repeated long after IPv6 is known.
    private static func late(_ v6: IPAddress) -> DNSTestServer.Answer {
        let lost = Mutex(false)
        return .bytes { bytes, _ in
            guard let question = DNSQuestion(bytes) else { return [] }
            if question.type == 28 { return [question.message([.address(v6, ttl: 0)])] }
            let isFirst = lost.withLock { lost in
                defer { lost = true }
                return !lost
            }
            return isFirst ? [] : [question.message([.address(.v4(0x7F00_0001), ttl: 0)])]
        }
    }

    @Test func `the chosen family's addresses are awaited, however early the other's are known`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture(["slow.test": Self.late(.v6(1))])
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)", ["ip_version": "4"])
        #expect(seen.outcome == .up && seen.evidence.peer == "127.0.0.1:\(server.port)", "\(seen.message)")
    }

    @Test(arguments: ["::1", "2001:db8::1"]) func `addresses that become known later are tried as well`(_ dead: String)
        async throws
    {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture(["slow.test": Self.late(try #require(IPAddress(dead)))])
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)")
        #expect(seen.outcome == .up && seen.evidence.peer == "127.0.0.1:\(server.port)", "\(seen.message)")
        #expect(seen.evidence.addresses == [dead, "127.0.0.1"])
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }

    @Test func `addresses that become known later are not awaited once one answered`() async throws {
        let server = try await TCPTestServer(.hold, host: "::1")
        let silent = DNSTestServer.Answer.bytes { bytes, _ in
            guard let question = DNSQuestion(bytes), question.type == 28 else { return [] }
            return [question.message([.address(.v6(1), ttl: 0)])]
        }
        let bench = try await ProbeFixture(["half.test": silent])
        #expect(try await bench.observe(.tcp, "half.test:\(server.port)", timeout: .seconds(2)).outcome == .up)
    }

    @Test func `if the later addresses fail too, the target is down`() async throws {
        let server = try await TCPTestServer(.hold)
        try await server.close()
        let bench = try await ProbeFixture(["slow.test": Self.late(.v6(1))])
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)")
        #expect(seen.reason == .refused && seen.message.hasSuffix("and none of its other addresses answered"), "\(seen.message)")
    }

    @Test func `if the first addresses are forbidden, the later ones are awaited`() async throws {
        let server = try await TCPTestServer(.hold)
        let policy = try TargetPolicy(allowPrivate: false, allowed: ["127.0.0.1"])
        let bench = try await ProbeFixture(["slow.test": Self.late(try #require(IPAddress("fd00::1")))], policy: policy)
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)")
        #expect(seen.outcome == .up && seen.evidence.peer == "127.0.0.1:\(server.port)", "\(seen.message)")
    }

    @Test func `the policy applies to later addresses too`() async throws {
        let server = try await TCPTestServer(.hold)
        let policy = try TargetPolicy(allowPrivate: false, allowed: ["::1"])
        let bench = try await ProbeFixture(["slow.test": Self.late(.v6(1))], policy: policy)
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)")
        #expect(seen.reason == .refused, "\(seen.message)")
    }

    @Test(arguments: ["2001:db8::1"]) func `echoes go to addresses that become known later`(_ dead: String) async throws {
        let bench = try await ProbeFixture(["slow.test": Self.late(try #require(IPAddress(dead)))])
        let seen = try await bench.observe(.icmp, "slow.test")
        #expect(seen.outcome == .up && seen.evidence.peer == "127.0.0.1", "\(seen.message)")
    }

    @Test func `name servers without an answer for the chosen family are our fault, regardless of the other family`()
        async throws
    {
        let dns = DNSTestServer.Answer.bytes { bytes, _ in
            guard let question = DNSQuestion(bytes), question.type == 28 else { return [] }
            return [question.message([.address(.v6(1))])]
        }
        let bench = try await ProbeFixture(["half.test": dns])
        await #expect(throws: RunnerFault.self) {
            try await bench.observe(.tcp, "half.test:1", ["ip_version": "4"], timeout: .milliseconds(300))
        }
    }

    @Test func `the name servers are queried at each check if the monitor requires it`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture()
        for cached in [true, true, false, false] {
            _ = try await bench.observe(.tcp, "local.test:\(server.port)", ["dns_cache": .bool(cached)])
        }
        #expect(bench.dns.queries.count { $0.contains("local.test") } == 6)
    }

    @Test func `an address that does not answer delays the next one only briefly`() async throws {
        let hole = try BlackHole()
        // The black hole is only on 127.0.0.1: the same port of the next address answers.
        let server = try await TCPTestServer(.hold, host: "127.0.0.2", port: hole.port)
        let bench = try await ProbeFixture(["slow.test": .addresses([.v4(0x7F00_0001), .v4(0x7F00_0002)])])
        let seen = try await bench.observe(.tcp, "slow.test:\(server.port)")
        #expect(seen.outcome == .up)
        #expect(seen.evidence.peer == "127.0.0.2:\(server.port)")
    }

    @Test func `if every address refuses, the message says so`() async throws {
        let server = try await TCPTestServer(.hold)
        try await server.close()
        let bench = try await ProbeFixture(["dual.test": .addresses([.v6(1), .v4(0x7F00_0001)])])
        let seen = try await bench.observe(.tcp, "dual.test:\(server.port)")
        #expect(seen.reason == .refused && seen.message.hasSuffix("and none of its other addresses answered"))
    }

    @Test func `a name that does not exist is the target's fault`() async throws {
        let seen = try await ProbeFixture().observe(.tcp, "nowhere.test:80")
        #expect(seen.outcome == .down && seen.reason == .dns && seen.message == "the name nowhere.test does not exist")
    }

    @Test func `a silent name server is our fault, and not awaited beyond the limit`() async throws {
        let bench = try await ProbeFixture(["quiet.test": .silence])
        let fault = await #expect(throws: RunnerFault.self) {
            try await bench.observe(.tcp, "quiet.test:80", timeout: .milliseconds(300))
        }
        #expect(fault?.description.contains("quiet.test") == true)
    }

    @Test func `a forbidden address is not dialled`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture(policy: TargetPolicy(allowPrivate: false))
        let seen = try await bench.observe(.tcp, "local.test:\(server.port)")
        #expect(seen.outcome == .down && seen.reason == .policy)
        #expect(seen.message == "local.test at 127.0.0.1 is a loopback address, and such targets are not allowed here")
    }

    @Test func `a confirmation looks the name up again`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture(["moved.test": .addresses([.v4(0x7F00_0001)])])
        #expect(try await bench.observe(.tcp, "moved.test:\(server.port)").outcome == .up)
        bench.dns.set("moved.test", .noName)
        #expect(try await bench.observe(.tcp, "moved.test:\(server.port)").outcome == .up)
        #expect(try await bench.observe(.tcp, "moved.test:\(server.port)", freshLookup: true).reason == .dns)
        #expect(try await bench.observe(.tcp, "moved.test:\(server.port)").reason == .dns)
    }

    @Test func `hundreds of concurrent attempts leave nothing open`() async throws {
        let server = try await TCPTestServer(.hold)
        let bench = try await ProbeFixture()
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for _ in 0..<300 { group.addTask { try await bench.observe(.tcp, "local.test:\(server.port)").outcome } }
            for try await outcome in group { #expect(outcome == .up) }
        }
        #expect(try OpenConnections.count(toPort: server.port) == 0)
    }
}
