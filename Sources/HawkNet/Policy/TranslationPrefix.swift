/// An IPv6 prefix through which a network reaches IPv4 addresses (NAT64): RFC 6052, section 2.2.
package struct TranslationPrefix: Hashable, Sendable {
    private static let lengths = [96, 64, 56, 48, 40, 32]

    private let base: UInt128
    private let length: Int

    /// Reads the prefix that a name server used in an address of `ipv4only.arpa`, whose IPv4 addresses are known: RFC 7050.
    /// - Returns: nil if none of these is in the address.
    package init?(discoveredBy address: IPAddress) {
        guard case .v6(let value) = address else { return nil }
        let found = Self.lengths.first { length in
            [.v4(0xC000_00AA), .v4(0xC000_00AB)].contains(Self.embedded(in: value, after: length))
        }
        guard let found else { return nil }
        self.length = found
        self.base = value >> (128 - found)
    }

    /// Returns the IPv4 address behind the prefix. Nil for an address outside the prefix.
    func embedded(in address: IPAddress) -> IPAddress? {
        guard case .v6(let value) = address, value >> (128 - self.length) == self.base else { return nil }
        return Self.embedded(in: value, after: self.length)
    }

    /// Returns the 32 bits after the first `length`, without the octet at bit 64, which every address omits.
    static func embedded(in value: UInt128, after length: Int) -> IPAddress? {
        if length == 96 { return .v4(UInt32(truncatingIfNeeded: value)) }
        let withoutOctet = (value >> 64) << 64 | (value << 72) >> 64
        return .v4(UInt32(truncatingIfNeeded: withoutOctet >> (96 - length)))
    }
}
