import HawkNet
import Testing

@Suite struct TargetPolicyTests {
    static let privateAddresses = [
        "127.0.0.1", "127.255.0.3", "10.0.0.7", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.7.7", "100.64.0.1",
        "198.18.0.1",
        "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1",
        // IPv4 in disguise: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
        "::ffff:10.0.0.7", "::10.0.0.7", "::ffff:0:10.0.0.7", "64:ff9b::10.0.0.7", "64:ff9b:1::10.0.0.7", "2002:0a00:0007::1",
        "2001:0:0a00:0007::1", "2001:0:808:808::f5ff:fff8", "2a00::5efe:10.0.0.7",
    ]
    static let metadata = [
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "64:ff9b:1:a9fe:a9:fe00::",
    ]

    @Test(arguments: privateAddresses) func `a private address needs permission`(_ text: String) throws {
        let ip = try #require(IPAddress(text))
        #expect(try TargetPolicy(allowPrivate: false).judge(ip: ip, port: 80) != nil)
        #expect(try TargetPolicy(allowPrivate: true).judge(ip: ip, port: 80) == nil)
    }

    @Test(arguments: metadata) func `a cloud's metadata is out of reach even where private targets are allowed`(_ text: String)
        throws
    {
        let ip = try #require(IPAddress(text))
        #expect(try TargetPolicy(allowPrivate: true).judge(ip: ip, port: 80) != nil)
        let host = try TargetPolicy(allowPrivate: true, allowed: ["metadata.example"])
        #expect(host.judge(ip: ip, port: 80, host: "metadata.example") != nil)
    }

    @Test func `a cloud's metadata is reached where its address is named`() throws {
        let ip = try #require(IPAddress("169.254.169.254"))
        #expect(try TargetPolicy(allowPrivate: false, allowed: ["169.254.169.254"]).judge(ip: ip, port: 80) == nil)
        #expect(try TargetPolicy(allowPrivate: false, allowed: ["169.254.0.0/16"]).judge(ip: ip, port: 80) == nil)
    }

    @Test(arguments: ["8.8.8.8", "172.32.0.1", "2a00:1450::1", "64:ff9b::8.8.8.8", "2002:0808:0808::1", "100.128.0.1"])
    func `a public address is always allowed`(_ text: String) throws {
        #expect(try TargetPolicy(allowPrivate: false).judge(ip: #require(IPAddress(text)), port: 443) == nil)
    }

    @Test(arguments: ["0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "255.255.255.255", "ff02::1", "::ffff:0.0.0.0"])
    func `an address of nobody or of many is never a target`(_ text: String) throws {
        let everything = try TargetPolicy(allowPrivate: true, allowed: ["0.0.0.0/0", "::/0"])
        #expect(try everything.judge(ip: #require(IPAddress(text)), port: 80) != nil)
    }

    @Test func `what is allowed by address, range or name may be private`() throws {
        let policy = try TargetPolicy(allowPrivate: false, allowed: ["10.1.0.0/16", "192.168.7.7", "Intranet.example."])
        let at = { (text: String, host: String?) in policy.judge(ip: IPAddress(text)!, port: 80, host: host) }
        #expect(at("10.1.255.1", nil) == nil)
        #expect(at("10.2.0.1", nil) != nil)
        #expect(at("192.168.7.7", nil) == nil)
        #expect(at("192.168.7.8", nil) != nil)
        #expect(at("192.168.7.8", "intranet.example") == nil)
        #expect(at("192.168.7.8", "other.example") != nil)
    }

    @Test func `our own sockets are never targets, whatever is allowed`() throws {
        let database = Endpoint(ip: try #require(IPAddress("10.0.0.5")), port: 5_432)
        let listener = Endpoint(ip: try #require(IPAddress("127.0.0.1")), port: 8_080)
        let wildcard = Endpoint(ip: try #require(IPAddress("0.0.0.0")), port: 9_000)
        let policy = try TargetPolicy(
            allowPrivate: true, allowed: ["0.0.0.0/0", "::/0"], forbidden: [database, listener, wildcard])
        let at = { (text: String, port: Int?) in policy.judge(ip: IPAddress(text)!, port: port) }
        #expect(at("10.0.0.5", 5_432) != nil)
        #expect(at("::ffff:10.0.0.5", 5_432) != nil)
        #expect(at("10.0.0.5", 5_433) == nil)
        #expect(at("10.0.0.5", nil) == nil)
        #expect(at("127.7.7.7", 8_080) != nil)
        #expect(at("::1", 8_080) != nil)
        #expect(at("127.0.0.1", 9_000) != nil)
        #expect(at("10.0.0.5", 9_000) == nil)
    }

    @Test func `the sentence names host, address and kind`() throws {
        let policy = try TargetPolicy(allowPrivate: false)
        let ip = try #require(IPAddress("10.0.0.7"))
        #expect(
            policy.judge(ip: ip, port: 80, host: "db.example")
                == "db.example at 10.0.0.7 is a private address, and such targets are not allowed here")
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "a b", "", "10.0.0.0/8/8", "https://x", "1.2.3"])
    func `an entry that cannot be meant is refused`(_ entry: String) {
        #expect(throws: TargetPolicy.InvalidEntry.self) { try TargetPolicy(allowPrivate: true, allowed: [entry]) }
    }

    @Test func `only addresses that may be dialled are admitted`() throws {
        let policy = try TargetPolicy(allowPrivate: false)
        let mixed = ["10.0.0.7", "8.8.8.8"].compactMap(IPAddress.init)
        #expect(try policy.admit(mixed, port: 80, host: "mixed.example") == [.v4(0x0808_0808)])
        #expect(throws: TargetFailure.self) { try policy.admit([mixed[0]], port: 80, host: "mixed.example") }
    }
}
