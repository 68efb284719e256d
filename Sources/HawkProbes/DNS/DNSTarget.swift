import HawkNet

/// A name in the DNS. It need not be a host name: services and keys have names with underscores, wildcards have a star.
package struct DNSTarget: ProbeTarget, Equatable {
    package let name: String

    package init(parsing text: String) throws(InvalidTarget) {
        if let address = IPAddress(text) {
            throw InvalidTarget("is an IP address; to query its name, use a PTR record of \(address.reverseName)")
        }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw InvalidTarget("has non-ASCII characters; use Punycode (xn--…)")
        }
        guard !text.contains(":"), !text.contains(" ") else {
            throw InvalidTarget("must be a name such as example.com, without a port")
        }
        var name = Substring(text.lowercased())
        if name.count > 1, name.last == "." { name.removeLast() }
        guard !name.isEmpty else { throw InvalidTarget("must not be empty") }
        if name != "." {
            guard name.utf8.count <= 253 else { throw InvalidTarget("is longer than 253 characters") }
            let labels = name.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.allSatisfy(Self.isLabel) else { throw InvalidTarget("is not a valid domain name") }
            // RFC 7686: such names are not in the DNS, and c-ares does not query them.
            guard labels.last != "onion" else { throw InvalidTarget("ends in .onion, which is not in the DNS") }
        }
        self.name = String(name)
    }

    package var canonical: String { self.name }

    package var host: String { self.name }

    /// Accepts letters, digits, hyphens and underscores, and a slash as in delegations of less than 256 addresses (RFC 2317).
    private static func isLabel(_ label: Substring) -> Bool {
        if label == "*" { return true }
        return (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "-_/".utf8.contains(byte)
                }
            }
    }
}

extension IPAddress {
    /// The DNS name for the reverse lookup of the address: RFC 1035 3.5, RFC 3596 2.5.
    fileprivate var reverseName: String {
        switch self {
        case .v4(let value): (0..<4).map { "\(value >> ($0 * 8) & 0xFF)." }.joined() + "in-addr.arpa"
        case .v6(let value): (0..<32).map { String(value >> ($0 * 4) & 0xF, radix: 16) + "." }.joined() + "ip6.arpa"
        }
    }
}
