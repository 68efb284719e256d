import Foundation
import HawkCore
import HawkNet
import Testing

/// Compares ours with another implementation of the same registries: `is_global` of Python's `ipaddress`.
@Suite struct GlobalAddressTests {
    /// Where the two may differ, and why. The first match explains the difference.
    private static let differences: [(range: String, why: String)] = [
        ("224.0.0.0/4", "multicast is global to Python, and no single target to us"),
        ("ff00::/8", "the same"),
        ("168.63.129.16", "public, but Azure's own within Azure"),
        ("192.88.99.0/24", "relays of 6to4, which RFC 7526 withdrew"),
        ("192.0.0.0/24", "Python 3.11 knows parts of it only"),
        ("::ffff:0:0/96", "we evaluate the embedded address, older Pythons refuse all"),
        ("64:ff9b::/96", "we evaluate the embedded address, Python admits all"),
        ("2002::/16", "we evaluate the embedded address, Python admits all or, newer, none"),
        ("2001::/23", "exceptions that Python 3.11 does not know, and 2001:1::3, which none does"),
        ("3fff::/20", "documentation since 2024, unknown to Python 3.11"),
        ("2000::/3", "ISATAP: we evaluate the embedded address"),
        ("::/0", "outside of global unicast: given to nobody, global to Python"),
    ]

    @Test func `ten thousand addresses are classified as in Python, except for listed ones`() throws {
        let addresses = Self.boundaries + Self.random(10_000)
        let policy = try TargetPolicy(allowPrivate: false)
        let theirs = try Self.askPython(addresses)
        try #require(theirs.count == addresses.count)
        var explained: Set<String> = []
        for (address, isGlobal) in zip(addresses, theirs) where (policy.refusal(of: address, port: 80) == nil) != isGlobal {
            let difference = try #require(
                Self.differences.first { AddressRange($0.range)?.contains(address) == true }, "\(address), to Python \(isGlobal)")
            explained.insert(difference.range)
        }
        // Each difference that applies to every version must occur.
        let always: Set = ["224.0.0.0/4", "ff00::/8", "168.63.129.16", "192.88.99.0/24", "64:ff9b::/96", "2001::/23", "::/0"]
        #expect(explained.isSuperset(of: always))
    }

    private static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.0.0/29",
        "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/31", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4", "255.255.255.255/32", "168.63.129.16/32", "::1/128", "::/128", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96",
        "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001::/32", "2001:1::1/128",
        "2001:1::2/128",
        "2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28",
        "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
        "ff00::/8",
        "2000::/3",
    ]

    /// The first and the last of each range, one before and one after, and some within.
    private static let boundaries: [IPAddress] = special.flatMap { text in
        let parts = text.split(separator: "/")
        // SAFETY: the literals above.
        let (base, prefix) = (IPAddress(String(parts[0]))!, Int(parts[1])!)
        return (0..<24).map { number -> IPAddress in
            let noise = UInt128(splitMix64(UInt64(number))) << 64 | UInt128(splitMix64(UInt64(number) + 1_000))
            switch base {
            case .v4(let first):
                let last = first | (prefix == 32 ? 0 : UInt32.max >> prefix)
                return .v4(Self.pick(number, first, last, UInt32(truncatingIfNeeded: noise)))
            case .v6(let first):
                return .v6(Self.pick(number, first, first | (prefix == 128 ? 0 : UInt128.max >> prefix), noise))
            }
        }
    }

    private static func pick<Value: FixedWidthInteger>(_ number: Int, _ first: Value, _ last: Value, _ noise: Value) -> Value {
        switch number {
        case 0: first
        case 1: last
        case 2: first &- 1
        case 3: last &+ 1
        default: first | (noise & (last ^ first))
        }
    }

    /// Half of each family. One half of IPv6 is random, one half lies where addresses are assigned.
    private static func random(_ count: Int) -> [IPAddress] {
        (0..<UInt64(count)).map { number -> IPAddress in
            let (high, low) = (splitMix64(number &* 2 &+ 7), splitMix64(number &* 2 &+ 8))
            let value = UInt128(high) << 64 | UInt128(low)
            switch number % 4 {
            case 0, 1: return .v4(UInt32(truncatingIfNeeded: low))
            case 2: return .v6(value)
            default: return .v6(value >> 3 | 1 << 125)
            }
        }
    }

    private static func askPython(_ addresses: [IPAddress]) throws -> [Bool] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let tools = ProcessInfo.processInfo.environment["HAWK_TEST_TOOLS"] ?? root.appending(path: ".build/tools/venv").path
        let script = "import ipaddress, sys\nfor line in sys.stdin: print(int(ipaddress.ip_address(line.strip()).is_global))"
        let input = FileManager.default.temporaryDirectory.appending(path: "statushawk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }  // the rest stays in the temporary directory
        try Data(addresses.map(\.description).joined(separator: "\n").utf8).write(to: input)
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "\(tools)/bin/python")
        process.arguments = ["-c", script]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let answer = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return answer.split(separator: "\n").map { $0 == "1" }
    }
}
