extension IPAddress {
    /// Returns the address and every IPv4 address that it embeds, because a packet may end up there: IPv4-mapped, -compatible and
    /// -translated, NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214).
    /// - Parameter prefixes: this network's translation prefixes besides the well-known ones.
    func embeddedAddresses(translatedBy prefixes: [TranslationPrefix] = []) -> [IPAddress] {
        guard case .v6(let value) = self, value > 1 else { return [self] }
        let last = UInt32(truncatingIfNeeded: value)
        switch (value >> 32, value >> 64) {
        case (0, _), (0xFFFF, _), (0xFFFF_0000, _), (0x0064_FF9B << 64, _):
            return [self, .v4(last)]
        case (_, let high) where high >> 48 == 0x2002:
            return [self, .v4(UInt32(truncatingIfNeeded: high >> 16))]
        case (_, let high) where high >> 32 == 0x2001_0000:
            return [self, .v4(UInt32(truncatingIfNeeded: high)), .v4(~last)]
        case (_, let high) where high >> 16 == 0x0064_FF9B_0001:
            // The network operator divides this prefix, so any length is possible. A wrong length yields bits that are not an
            // address.
            return [self] + [48, 56, 64, 96].compactMap { TranslationPrefix.embedded(in: value, after: $0) }.filter(\.isHost)
        case (let upper, _) where upper & 0xFDFF_FFFF == 0x0000_5EFE:
            return [self, .v4(last)]
        default:
            return [self] + prefixes.compactMap { $0.embedded(in: self) }
        }
    }

    /// Whether it can belong to a single machine.
    private var isHost: Bool {
        switch AddressKind(self) {
        case .multicast, .unspecified: false
        default: true
        }
    }
}
