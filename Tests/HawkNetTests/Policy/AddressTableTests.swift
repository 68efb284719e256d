import HawkNet
import Testing

/// The result for each address, written out.
@Suite struct AddressTableTests {
    enum Fate {
        case allowed
        /// Refused unless private targets are allowed.
        case needsPermission
        /// Reached only if the address, or a range with it, is named.
        case mustBeNamed
        case never
    }

    static let table: [(Fate, [String])] = [
        // Public addresses, and the first ones beyond special ranges.
        (.allowed, ["8.8.8.8", "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"]),
        (.allowed, ["128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0"]),
        (.allowed, ["192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0"]),
        (.allowed, ["198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255"]),
        (.allowed, ["192.31.196.1", "192.52.193.1", "192.175.48.1", "192.0.0.9", "192.0.0.10"]),  // AS112, AMT, anycast
        (.allowed, ["2000::", "2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2606:4700::1111", "2a00:1450::1", "3ffe::1"]),
        (.allowed, ["2001:1::1", "2001:1::2", "2001:1::3", "2001:3::1", "2001:4:112::1", "2001:20::1", "2001:3f:ffff::1"]),
        (.allowed, ["2620:4f:8000::1", "3fff:1000::1", "3ffe:ffff:ffff::1"]),
        // RFC 1122, 3927, 1918, 6598 and the adjacent addresses.
        (.needsPermission, ["127.0.0.0", "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.7.7", "169.254.255.255"]),
        (.needsPermission, ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"]),
        (.needsPermission, ["100.64.0.0", "100.127.255.255"]),
        (
            .needsPermission,
            ["192.0.0.0", "192.0.0.8", "192.0.0.170", "192.0.0.255", "192.88.99.1", "198.18.0.0", "198.19.255.255"]
        ),
        (.needsPermission, ["192.0.2.0", "192.0.2.255", "198.51.100.7", "203.0.113.255"]),  // documentation
        (.needsPermission, ["240.0.0.0", "255.255.255.254"]),
        (.needsPermission, ["::1", "fe80::1", "febf:ffff::1", "fec0::1", "feff::1", "fc00::1", "fd12:3456::1", "fdff:ffff::1"]),
        (
            .needsPermission,
            ["100::1", "100:0:0:1::1", "2001:2::1", "2001:10::1", "2001:1f:ffff::1", "2001:1ff::1", "2001:db8::7"]
        ),
        (.needsPermission, ["3fff::1", "3fff:fff:ffff::1", "5f00::1", "200::1", "1fff:ffff::1", "4000::1", "::2:0:0:1"]),
        // Embedded IPv4: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
        (.allowed, ["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2a00::5efe:8.8.8.8", "2a00::200:5efe:808:808"]),
        (.needsPermission, ["::ffff:10.0.0.7", "::10.0.0.7", "::8.8.8.8", "::ffff:0:10.0.0.7", "::ffff:0:8.8.8.8"]),
        (.needsPermission, ["64:ff9b::10.0.0.7", "64:ff9b:1::10.0.0.7", "64:ff9b:1:808:8:800::", "64:ff9b::192.0.2.7"]),
        (.needsPermission, ["2002:0a00:0007::1", "2001:0:0a00:0007::1", "2001:0:808:808::f5ff:fff8"]),
        (.needsPermission, ["2a00::5efe:10.0.0.7", "2a00::200:5efe:127.0.0.1"]),
        // Cloud metadata.
        (.mustBeNamed, ["169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.42.42", "169.254.0.23"]),
        (.mustBeNamed, ["100.100.100.200", "168.63.129.16", "192.0.0.192"]),
        (.mustBeNamed, ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:42::42", "fd00:a9fe:a9fe::1", "fe80::a9fe:a9fe"]),
        (.mustBeNamed, ["::ffff:169.254.169.254", "::169.254.169.254", "::ffff:0:169.254.169.254", "64:ff9b::a9fe:a9fe"]),
        (.mustBeNamed, ["2002:a9fe:a9fe::", "2001:0:a9fe:a9fe::1", "2001:0:808:808::5601:5601", "2a00::5efe:a9fe:a9fe"]),
        // The prefix of RFC 8215 may be divided at any length (RFC 6052, section 2.2): 48, 56, 64, 96.
        (
            .mustBeNamed,
            ["64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9:fe:a9fe::", "64:ff9b:1::a9:fea9:fe00:0", "64:ff9b:1::a9fe:a9fe"]
        ),
        // Addresses of no host, or of many.
        (.never, ["0.0.0.0", "0.1.2.3", "0.255.255.255", "::", "224.0.0.1", "239.255.255.255", "255.255.255.255"]),
        (
            .never,
            ["ff02::1", "ff0e::1", "ffff::1", "::ffff:0.0.0.0", "::ffff:224.0.0.1", "64:ff9b::", "::2", "2001::1", "2002::1"]
        ),
    ]

    @Test(arguments: table.flatMap { fate, texts in texts.map { (fate, $0) } })
    func `every address has its result`(_ fate: Fate, _ text: String) throws {
        let ip = try #require(IPAddress(text))
        #expect(self.fate(of: ip) == fate)
    }

    private func fate(of ip: IPAddress) -> Fate {
        func refuses(private allowed: Bool, _ entries: [String] = []) -> Bool {
            // SAFETY: the entries are valid.
            try! TargetPolicy(allowPrivate: allowed, allowed: entries).refusal(of: ip, port: 80, host: "named.example") != nil
        }
        if !refuses(private: false) { return .allowed }
        if !refuses(private: true) { return .needsPermission }
        // A host name is not enough.
        if !refuses(private: true, ["named.example"]) { return .needsPermission }
        return refuses(private: false, ["0.0.0.0/0", "::/0"]) ? .never : .mustBeNamed
    }
}
