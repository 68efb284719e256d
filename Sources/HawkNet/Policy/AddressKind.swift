/// What an address is for, as far as it decides whether it may be a target.
///
/// IANA's special-purpose address registries (RFC 6890 and its updates).
enum AddressKind: Sendable {
    case global
    case loopback
    case linkLocal
    case privateNetwork
    case shared
    case uniqueLocal
    case reserved
    /// Hands out credentials to whoever asks from within a cloud machine.
    case cloudMetadata
    case multicast
    case unspecified

    init(_ address: IPAddress) {
        self = Self.table.first { _, range in range.contains(address) }?.kind ?? .global
    }

    /// As in "10.0.0.7 is … address".
    var article: String {
        switch self {
        case .global: "a public"
        case .loopback: "a loopback"
        case .linkLocal: "a link-local"
        case .privateNetwork: "a private"
        case .shared: "a carrier-grade NAT"
        case .uniqueLocal: "a unique local"
        case .reserved: "a reserved"
        case .cloudMetadata: "a cloud metadata"
        case .multicast: "a multicast or broadcast"
        case .unspecified: "an unspecified"
        }
    }

    /// The first range that fits decides.
    private static let ranges: [(kind: AddressKind, texts: [String])] = [
        (
            .cloudMetadata,
            ["169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192"]
        ),
        (.cloudMetadata, ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"]),
        (.unspecified, ["0.0.0.0/8", "::"]),
        (.loopback, ["127.0.0.0/8", "::1"]),
        (.linkLocal, ["169.254.0.0/16", "fe80::/10"]),
        (.privateNetwork, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fec0::/10"]),
        (.shared, ["100.64.0.0/10"]),
        (.uniqueLocal, ["fc00::/7"]),
        (.multicast, ["224.0.0.0/4", "255.255.255.255", "ff00::/8"]),
        (.reserved, ["192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "64:ff9b:1::/48"]),
    ]

    // SAFETY: the texts are the literals above; a misspelt one fails the first test that judges anything.
    private static let table: [(kind: AddressKind, range: AddressRange)] = ranges.flatMap { kind, texts in
        texts.map { (kind, AddressRange($0)!) }
    }
}

extension IPAddress {
    /// The address itself and every IPv4 address that it embeds, since a packet to it may end up there: IPv4-mapped, -compatible
    /// and -translated, NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214).
    var faces: [IPAddress] {
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
            // The prefix may be of 48 or of 96 bits; the bits that one reading leaves empty are no address.
            let split = UInt32(truncatingIfNeeded: (high & 0xFFFF) << 16 | (value >> 40) & 0xFFFF)
            return [self] + [last, split].filter { $0 >> 24 != 0 }.map(IPAddress.v4)
        case (let upper, _) where upper & 0xFDFF_FFFF == 0x0000_5EFE:
            return [self, .v4(last)]
        default:
            return [self]
        }
    }
}
