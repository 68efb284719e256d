import HawkNet
import Testing

@Suite struct TargetPolicyTests {
    @Test func `cloud metadata is reached if its address is named`() throws {
        let ip = try #require(IPAddress("169.254.169.254"))
        #expect(try TargetPolicy(allowPrivate: false, allowed: ["169.254.169.254"]).refusal(of: ip, port: 80) == nil)
        #expect(try TargetPolicy(allowPrivate: false, allowed: ["169.254.0.0/16"]).refusal(of: ip, port: 80) == nil)
    }

    @Test func `targets allowed by address, range or name may be private`() throws {
        let policy = try TargetPolicy(allowPrivate: false, allowed: ["10.1.0.0/16", "192.168.7.7", "Intranet.example."])
        let at = { (text: String, host: String?) in policy.refusal(of: IPAddress(text)!, port: 80, host: host) }
        #expect(at("10.1.255.1", nil) == nil)
        #expect(at("10.2.0.1", nil) != nil)
        #expect(at("192.168.7.7", nil) == nil)
        #expect(at("192.168.7.8", nil) != nil)
        #expect(at("192.168.7.8", "intranet.example") == nil)
        #expect(at("192.168.7.8", "other.example") != nil)
    }

    @Test func `our own sockets are never targets, regardless of what is allowed`() throws {
        let database = Endpoint(ip: try #require(IPAddress("10.0.0.5")), port: 5_432)
        let listener = Endpoint(ip: try #require(IPAddress("127.0.0.1")), port: 8_080)
        let wildcard = Endpoint(ip: try #require(IPAddress("0.0.0.0")), port: 9_000)
        let policy = try TargetPolicy(
            allowPrivate: true, allowed: ["0.0.0.0/0", "::/0"], forbidden: [database, listener, wildcard])
        let at = { (text: String, port: Int?) in policy.refusal(of: IPAddress(text)!, port: port) }
        #expect(at("10.0.0.5", 5_432) != nil)
        #expect(at("::ffff:10.0.0.5", 5_432) != nil)
        #expect(at("10.0.0.5", 5_433) == nil)
        #expect(at("10.0.0.5", nil) == nil)
        #expect(at("127.7.7.7", 8_080) != nil)
        #expect(at("::1", 8_080) != nil)
        #expect(at("127.0.0.1", 9_000) != nil)
        #expect(at("10.0.0.5", 9_000) == nil)
    }

    @Test func `the message names host, address and kind`() throws {
        let policy = try TargetPolicy(allowPrivate: false)
        let ip = try #require(IPAddress("10.0.0.7"))
        #expect(
            policy.refusal(of: ip, port: 80, host: "db.example")
                == "db.example at 10.0.0.7 is a private address, and such targets are not allowed here")
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "a b", "", "10.0.0.0/8/8", "https://x", "1.2.3"])
    func `an invalid entry is refused`(_ entry: String) {
        #expect(throws: TargetPolicy.InvalidEntry.self) { try TargetPolicy(allowPrivate: true, allowed: [entry]) }
    }

    @Test func `only allowed addresses are admitted`() throws {
        let policy = try TargetPolicy(allowPrivate: false)
        let mixed = ["10.0.0.7", "8.8.8.8"].compactMap(IPAddress.init)
        #expect(try policy.admit(mixed, port: 80, host: "mixed.example") == [.v4(0x0808_0808)])
        #expect(throws: TargetFailure.self) { try policy.admit([mixed[0]], port: 80, host: "mixed.example") }
    }
}
