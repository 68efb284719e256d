import HawkNet
import Testing

@Suite struct TranslationPrefixTests {
    /// The examples of RFC 6052, section 2.4, for 192.0.2.33, and the addresses of ipv4only.arpa with the same prefixes.
    @Test(arguments: [
        ("2001:db8:c000:aa::", "2001:db8:c000:221::"), ("2001:db8:1c0:0:aa::", "2001:db8:1c0:2:21::"),
        ("2001:db8:122:c000:0:aa00::", "2001:db8:122:c000:2:2100::"), ("2001:db8:122:3c0:0:aa::", "2001:db8:122:3c0:0:221::"),
        ("2001:db8:122:344:c0:0:aa00::", "2001:db8:122:344:c0:2:2100::"),
        ("2001:db8:122:344::192.0.0.170", "2001:db8:122:344::192.0.2.33"),
        ("2001:db8:122:344::192.0.0.171", "2001:db8:122:344::192.0.2.33"),
    ])
    func `an address translated by this network is treated as its IPv4 address`(_ known: String, _ target: String) throws {
        let answer = try #require(IPAddress(known))
        let prefix = try #require(TranslationPrefix(discoveredBy: answer))
        let behind = Endpoint(ip: try #require(IPAddress("192.0.2.33")), port: 5_432)
        let policy = try TargetPolicy(allowPrivate: true, forbidden: [behind])
        let ip = try #require(IPAddress(target))
        #expect(policy.refusal(of: ip, port: 5_432) == nil)
        policy.own.learn([:], translation: [prefix])
        #expect(policy.refusal(of: ip, port: 5_432) != nil)
        #expect(policy.refusal(of: ip, port: 5_433) == nil)
    }

    @Test(arguments: ["192.0.0.170", "2a00:1450::1", "2001:db8::192.0.0.172"])
    func `an ordinary answer shows no translation`(_ text: String) throws {
        #expect(TranslationPrefix(discoveredBy: try #require(IPAddress(text))) == nil)
    }
}
