import HawkCore

/// The response code of a name server: RFC 1035 4.1.1, RFC 6895 2.3.
struct DNSResponseCode: RawRepresentable, Equatable, CustomStringConvertible {
    let rawValue: UInt16

    static let noError = DNSResponseCode(rawValue: 0)
    static let noName = DNSResponseCode(rawValue: 3)

    private static let names: [UInt16: String] = [
        0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 7: "YXRRSET",
        8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE", 16: "BADVERS", 23: "BADCOOKIE",
    ]

    var description: String { Self.names[self.rawValue] ?? "RCODE \(self.rawValue)" }
}

/// A resolver's explanation of a failure (extended DNS errors, RFC 8914), such as signatures that do not verify.
enum DNSExplanation {
    private static let option: UInt16 = 15
    private static let longest = 200
    private static let names: [UInt16: String] = [
        3: "stale answer", 4: "forged answer", 6: "DNSSEC bogus", 7: "signature expired", 8: "signature not yet valid",
        9: "DNSKEY missing", 10: "signatures missing", 12: "NSEC missing", 13: "cached error", 14: "not ready", 15: "blocked",
        16: "censored", 17: "filtered", 18: "prohibited", 19: "stale NXDOMAIN answer", 20: "not authoritative",
        22: "no reachable authority", 23: "network error", 24: "invalid data",
    ]

    /// Returns the first explanation among the options of the record OPT.
    static func find(in bytes: [UInt8], _ options: Range<Int>) throws(MalformedDNSMessage) -> String? {
        var reader = DNSReader(bytes, options)
        while !reader.isAtEnd {
            let option = try reader.short()
            let length = Int(try reader.short())
            guard option == Self.option, length >= 2 else {
                _ = try reader.consume(length)
                continue
            }
            let code = try reader.short()
            let words = try reader.text(length - 2).cut(toBytes: Self.longest)
            let name = Self.names[code]
            if words.isEmpty { return name ?? "extended error \(code)" }
            return name.map { "\($0): \(words)" } ?? words
        }
        return nil
    }
}
