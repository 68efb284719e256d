import HawkCore
import HawkProbes
import Testing

@Suite struct DNSSettingsTests {
    private let type = MonitorTypeRegistry.standard[.dns]!

    @Test(arguments: [
        ("Example.COM.", "example.com"), ("_sip._tcp.example.com", "_sip._tcp.example.com"), ("*.example.com", "*.example.com"),
        ("0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"), (".", "."),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
    ])
    func `a name has one canonical form`(_ text: String, _ canonical: String) throws {
        #expect(try self.type.normalise(target: text) == canonical)
        #expect(try self.type.normalise(target: canonical) == canonical)
    }

    @Test(arguments: [
        ("bücher.example", "Punycode"), ("192.0.2.7", "7.2.0.192.in-addr.arpa"),
        ("2001:db8::7", "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"),
        ("example.com:53", "without a port"), ("a..b", "not a valid domain name"), (".example.com", "not a valid domain name"),
        ("-a.example", "not a valid domain name"), ("a\\.b.example", "not a valid domain name"), ("hidden.onion", ".onion"),
        (String(repeating: "a", count: 64) + ".example", "not a valid domain name"),
        (String(repeating: "a.", count: 130) + "example", "253"),
    ])
    func `an invalid name is refused with a reason`(_ text: String, _ part: String) {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(target: text) }
        #expect(error?.errors.first?.message.contains(part) == true, "\(error?.errors.first?.message ?? "")")
    }

    @Test(
        arguments: [
            (["record_type": "HINFO"], "record_type"), (["match": "some"], "match"),
            (["expected_rcode": "YXDOMAIN"], "expected_rcode"),
            (["transport": "tls"], "transport"), (["expected": ["x"]], "expected.0"),
            (["expected": ["192.0.2.7", ""]], "expected.1"),
            (["expected": ["2001:db8::7"]], "expected.0"), (["record_type": "AAAA", "expected": ["192.0.2.7"]], "expected.0"),
            (["record_type": "MX", "expected": ["mail.example.com"]], "expected.0"),
            (["record_type": "MX", "expected": ["65536 mail.example.com"]], "expected.0"),
            (["record_type": "CAA", "expected": ["256 issue x"]], "expected.0"),
            (["record_type": "NS", "expected": ["a b"]], "expected.0"),
            (["record_type": "TXT", "expected": [.string(String(repeating: "a", count: 1_025))]], "expected.0"),
            (["expected": .array(Array(repeating: "192.0.2.7", count: 51))], "expected"),
            (["expected": ["192.0.2.7"], "expected_rcode": "NXDOMAIN"], "expected"), (["expected_rcode": "SERVFAIL"], "resolver"),
            (["resolver": ""], "resolver"), (["resolver": "192.0.2.53:0"], "resolver"),
            (["resolver": "https://dns.example"], "resolver"),
            (["resolver": "a b"], "resolver"),
            (["assertions": [["source": "body", "operator": "contains", "value": "x"]]], "assertions.0.source"),
        ] as [(JSONValue, String)])
    func `an invalid setting is refused at its field`(_ settings: JSONValue, _ field: String) {
        let error = #expect(throws: OperationError.self) { try self.type.normalise(settings: settings) }
        #expect(error?.errors.map(\.field) == [field])
    }

    @Test(arguments: [
        "192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]", "[2001:db8::53]:5353", "ns1.example.com",
        "ns1.example.com:5353",
    ])
    func `a name server is a name or an address, with or without a port`(_ resolver: String) throws {
        #expect(try self.type.normalise(settings: ["resolver": .string(resolver)])["resolver"] == .string(resolver))
    }
}
