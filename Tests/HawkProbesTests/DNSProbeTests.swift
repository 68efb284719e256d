import HawkCore
import HawkNet
import HawkTestSupport
import NIOCore
import Testing

@Suite struct DNSProbeTests {
    static let zone: [String: DNSTestServer.Answer] = [
        "shop.test": .addresses([.v4(0xC000_0207), .v4(0xC000_0208)]),
        "mail.test": .records([.init(15, [0, 10] + DNSQuestion.connection("MX1.Mail.Test"))]),
        "alias.test": .records([.alias(to: "shop.test"), .address(.v4(0xC000_0207), of: "SHOP.test")]),
        "dangling.test": .records([.alias(to: "gone.test")]),
        "text.test": .records([.init(16, [6] + Array("v=spf1".utf8) + [5] + Array(" -all".utf8))]),
        "empty.test": .addresses([]),
        "circle.test": .records([.alias(to: "other.test"), .alias(to: "circle.test", of: "other.test")]),
        "foreign.test": .records([.address(.v4(1), of: "elsewhere.test")]),
        "broken.test": .serverFailure,
        "bogus.test": .code(2, extended: [0, 15, 0, 8, 0, 6] + Array("no sig".utf8)),
        "version.test": .code(16),
        "private.test": .refusal,
        "large.test": .large((0..<300).map { .address(.v4(0x0A00_0000 + $0)) }),
    ]

    @Test(
        arguments: [
            ("shop.test", [:]), ("SHOP.test.", ["expected": ["192.0.2.8"]]),
            ("shop.test", ["expected": ["192.0.2.8", "192.0.2.7"]]),
            ("shop.test", ["expected": ["192.0.2.7", "192.0.2.8"], "match": "exact"]),
            ("shop.test", ["expected": ["192.0.2.7", "192.0.2.9"], "match": "any"]), ("shop.test", ["expected": ["192.0.2.*"]]),
            ("mail.test", ["record_type": "MX", "expected": ["10 MX1.mail.test."]]),
            ("text.test", ["record_type": "TXT", "expected": ["v=spf1 -all"]]),
            ("text.test", ["record_type": "TXT", "expected": ["\"v=spf1\" \" -all\""]]),
            ("text.test", ["record_type": "TXT", "expected": ["*spf1*all"]]), ("alias.test", ["expected": ["192.0.2.7"]]),
            ("alias.test", ["record_type": "CNAME", "expected": ["shop.test"]]), ("nowhere.test", ["expected_rcode": "NXDOMAIN"]),
            ("empty.test", ["expected_rcode": "NODATA"]), ("shop.test", ["record_type": "AAAA", "expected_rcode": "NODATA"]),
            ("broken.test", ["expected_rcode": "SERVFAIL"]), ("private.test", ["expected_rcode": "REFUSED"]),
            ("large.test", ["expected": ["10.0.1.43"]]), ("large.test", ["transport": "tcp", "expected": ["10.0.1.43"]]),
        ] as [(String, JSONValue)])
    func `an expected response is up`(_ name: String, _ settings: JSONValue) async throws {
        let (bench, seen) = try await self.observe(name, settings)
        #expect(seen.outcome == .up, "\(seen.message)")
        #expect(seen.evidence.peer == bench.dns.address)
        #expect(seen.phases.firstByte != nil && seen.phases.dns == nil)
    }

    @Test(
        arguments: [
            ("nowhere.test", [:], .dns, "the name nowhere.test does not exist, says SERVER"),
            ("empty.test", [:], .dns, "the name empty.test has no A record, says SERVER"),
            ("shop.test", ["record_type": "CNAME"], .dns, "the name shop.test has no CNAME record, says SERVER"),
            ("dangling.test", [:], .dns, "the name dangling.test is an alias of gone.test, which has no A record, says SERVER"),
            ("foreign.test", [:], .dns, "the name foreign.test has no A record, says SERVER"),
            ("broken.test", [:], .status, "SERVER answered SERVFAIL, asked for the A records of broken.test"),
            (
                "bogus.test", [:], .status,
                "SERVER answered SERVFAIL, asked for the A records of bogus.test (DNSSEC bogus: no sig)"
            ),
            ("version.test", [:], .status, "SERVER answered BADVERS, asked for the A records of version.test"),
            ("private.test", [:], .status, "SERVER answered REFUSED, asked for the A records of private.test"),
            ("circle.test", [:], .protocol, "SERVER answered with an alias loop for circle.test"),
            (
                "shop.test", ["expected_rcode": "NXDOMAIN"], .status,
                "SERVER answered NOERROR about the A records of shop.test, expected NXDOMAIN"
            ),
            (
                "nowhere.test", ["expected_rcode": "NODATA"], .status,
                "SERVER answered NXDOMAIN about the A records of nowhere.test, expected NODATA"
            ),
            (
                "shop.test", ["expected": ["192.0.2.9", "192.0.2.7"]], .assertion,
                "the A records of shop.test are 192.0.2.7, 192.0.2.8: 192.0.2.9 is missing"
            ),
            (
                "shop.test", ["expected": ["192.0.2.7"], "match": "exact"], .assertion,
                "the A records of shop.test are 192.0.2.7, 192.0.2.8: 192.0.2.8 is not expected"
            ),
            (
                "shop.test", ["expected": ["192.0.2.1", "192.0.2.2"], "match": "any"], .assertion,
                "the A records of shop.test are 192.0.2.7, 192.0.2.8: none of them is 192.0.2.1, 192.0.2.2"
            ),
            (
                "large.test", ["expected": ["10.9.9.9"]], .assertion,
                "the A records of large.test are 10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3 and 296 more: 10.9.9.9 is missing"
            ),
        ] as [(String, JSONValue, Reason, String)])
    func `any other is down, with its own message`(
        _ name: String, _ settings: JSONValue, _ reason: Reason, _ message: String
    ) async throws {
        let (bench, seen) = try await self.observe(name, settings)
        #expect(seen.outcome == .down && seen.reason == reason)
        #expect(seen.message == message.replacing("SERVER", with: bench.dns.address))
    }

    @Test func `evidence contains the response as text, within limits`() async throws {
        let (_, seen) = try await self.observe("alias.test", ["expected": ["192.0.2.9"]])
        #expect(seen.evidence.body == "alias.test 30 CNAME shop.test\nshop.test 30 A 192.0.2.7")
        #expect(seen.evidence.headers == [.init(name: "rcode", value: "NOERROR")])
        #expect(seen.evidence.addresses == ["192.0.2.7"])
        let (_, large) = try await self.observe("large.test", ["expected": ["10.9.9.9"]])
        #expect(large.evidence.body?.split(separator: "\n").count == 64)
        #expect(large.evidence.addresses.count == 16)
    }

    @Test func `latency may be asserted`() async throws {
        let slow: JSONValue = [["source": "latency", "operator": "greater_than", "value": 60_000, "severity": "degraded"]]
        let (_, seen) = try await self.observe("shop.test", ["assertions": slow])
        #expect(seen.outcome == .degraded && seen.reason == .assertion)
    }

    @Test func `a name server may have a name, whose lookup is a phase of its own`() async throws {
        let bench = try await ProbeFixture(Self.zone)
        let seen = try await bench.observe(.dns, "shop.test", ["resolver": .string("local.test:\(bench.dns.port)")])
        #expect(seen.outcome == .up && seen.phases.dns != nil)
        #expect(seen.evidence.peer == bench.dns.address)
        let lost = try await bench.observe(.dns, "shop.test", ["resolver": "nowhere.test"])
        #expect(lost.reason == .dns && lost.message == "the name nowhere.test does not exist")
    }

    @Test func `a forbidden name server is not queried`() async throws {
        let bench = try await ProbeFixture(Self.zone, policy: TargetPolicy(allowPrivate: false))
        for resolver in [bench.dns.address, "local.test:\(bench.dns.port)"] {
            let seen = try await bench.observe(.dns, "shop.test", ["resolver": .string(resolver)])
            #expect(seen.reason == .policy, "\(seen.message)")
        }
        #expect(!bench.dns.queries.contains("shop.test"))
        // The machine's own name server is the operator's choice.
        #expect(try await bench.observe(.dns, "shop.test").outcome == .up)
    }

    @Test(arguments: ["broken.test", "private.test", "circle.test", "quiet.test"])
    func `a fault of our own name servers is not the target's`(_ name: String) async throws {
        var zone = Self.zone
        zone["quiet.test"] = .silence
        let bench = try await ProbeFixture(zone)
        await #expect(throws: RunnerFault.self) {
            try await bench.observe(.dns, name, timeout: name == "quiet.test" ? .milliseconds(300) : .seconds(30))
        }
        #expect(try await bench.observe(.dns, "nowhere.test").reason == .dns)
        #expect(try await bench.observe(.dns, "shop.test").outcome == .up)
    }

    @Test func `every check queries again`() async throws {
        let bench = try await ProbeFixture(Self.zone)
        let settings: JSONValue = ["expected": ["192.0.2.7"]]
        #expect(try await bench.observe(.dns, "shop.test", settings).outcome == .up)
        bench.dns.set("shop.test", .addresses([.v4(0xC000_0209)]))
        #expect(try await bench.observe(.dns, "shop.test", settings).reason == .assertion)
    }

    private func observe(_ name: String, _ settings: JSONValue) async throws -> (ProbeFixture, Observation) {
        let bench = try await ProbeFixture(Self.zone)
        var members = settings.object ?? [:]
        members["resolver"] = .string(bench.dns.address)
        let seen = try await bench.observe(.dns, name, .object(members))
        // c-ares returns the response before it closes the socket.
        try await eventually("no socket is left") { try OpenConnections.countAll(toPort: bench.dns.port) == 0 }
        return (bench, seen)
    }
}
