import Foundation
import HawkCore
import HawkTestSupport
import Testing

/// A name server of another project, read by dnspython and by us.
@Suite struct DNSNameServerTests {
    /// A record set as dnspython reads it, with values as in zone files.
    private struct Answer: Decodable {
        let name: String
        let type: String
        let code: String
        let values: [String]
    }

    private static let script = """
        import json, sys, dns.message, dns.query, dns.rcode
        port, queries, answers = int(sys.argv[1]), sys.argv[2:], []
        for item in queries:
            name, type = item.split("/")
            query = dns.message.make_query(name, type)
            reply, _ = dns.query.udp_with_fallback(query, "127.0.0.1", timeout=10, port=port)
            values = [record.to_text() for rrset in reply.answer for record in rrset if rrset.rdtype == query.question[0].rdtype]
            answers.append({"name": name, "type": type, "code": dns.rcode.to_text(reply.rcode()), "values": values})
        print(json.dumps(answers))
        """

    private static let queries = [
        "www.zone.test/A", "www.zone.test/AAAA", "alias.zone.test/A", "alias.zone.test/CNAME", "zone.test/MX", "zone.test/TXT",
        "key._domainkey.zone.test/TXT", "zone.test/NS", "_sip._tcp.zone.test/SRV", "zone.test/CAA", "zone.test/SOA",
        "7.2.0.192.in-addr.arpa/PTR", "many.zone.test/A", "nowhere.zone.test/A", "www.zone.test/MX", "www.example.com/A",
    ]

    @Test func `every record type of dnsmasq is parsed as by dnspython`() async throws {
        let server = try await NameServerProgram()
        let bench = try await ProbeFixture()
        let resolver = "127.0.0.1:\(server.port)"
        try await eventually("dnsmasq answers") {
            try await bench.observe(.dns, "www.zone.test", ["resolver": .string(resolver)]).outcome == .up
        }
        for answer in try Self.query(port: server.port) {
            let found = answer.code == "NOERROR" && answer.values.isEmpty ? "NODATA" : answer.code
            var settings: [String: JSONValue] = [
                "resolver": .string(resolver), "record_type": .string(answer.type), "expected_rcode": .string(found),
                "match": "exact", "expected": .array(answer.values.prefix(50).map(JSONValue.string)),
            ]
            if answer.values.count > 50 { settings["match"] = "all" }
            let seen = try await bench.observe(.dns, answer.name, .object(settings))
            #expect(seen.outcome == .up, "\(answer.name) \(answer.type): \(seen.message)")
            guard found == "NOERROR" else { continue }
            // A comparison that cannot fail would prove nothing.
            settings["expected"] = .array([.string(Self.others[answer.type] ?? "")])
            let other = try await bench.observe(.dns, answer.name, .object(settings))
            #expect(other.reason == .assertion, "\(answer.name) \(answer.type): \(other.message)")
        }
    }

    private static let others = [
        "A": "192.0.2.250", "AAAA": "2001:db8::8", "CNAME": "www.other.test", "MX": "11 mail.zone.test", "TXT": "v=spf1",
        "NS": "ns3.zone.test", "SRV": "10 60 5061 sip.zone.test", "CAA": "0 issuewild \"letsencrypt.org\"",
        "SOA": "ns1.zone.test hostmaster.zone.test 1 7200 3600 1209600 300", "PTR": "other.zone.test",
    ]

    private static func query(port: Int) throws -> [Answer] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.script, "\(port)"] + Self.queries
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "dnspython could not query; its Debian package is python3-dnspython")
        let answers = try JSONDecoder().decode([Answer].self, from: bytes)
        try #require(answers.count == Self.queries.count)
        return answers
    }
}
