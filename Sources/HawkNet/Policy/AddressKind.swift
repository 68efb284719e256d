/// The purpose of an address, which decides whether it may be a target.
enum AddressKind: Sendable {
    case global
    case loopback
    case linkLocal
    case privateNetwork
    case shared
    case uniqueLocal
    /// Used in examples and assigned to no one.
    case documentation
    case reserved
    /// Gives credentials to any client within a cloud machine.
    case cloudMetadata
    case multicast
    case unspecified

    init(_ address: IPAddress) {
        self = Self.table.first { _, range in range.contains(address) }?.kind ?? .global
    }

    /// The words in "10.0.0.7 is … address".
    var article: String {
        switch self {
        case .global: "a public"
        case .loopback: "a loopback"
        case .linkLocal: "a link-local"
        case .privateNetwork: "a private"
        case .shared: "a carrier-grade NAT"
        case .uniqueLocal: "a unique local"
        case .documentation: "a documentation"
        case .reserved: "a reserved"
        case .cloudMetadata: "a cloud metadata"
        case .multicast: "a multicast or broadcast"
        case .unspecified: "an unspecified"
        }
    }

    // SAFETY: the texts are literals; a misspelt one fails the first test that evaluates an address.
    private static let table: [(kind: AddressKind, range: AddressRange)] = ranges.flatMap { kind, texts in
        texts.map { (kind, AddressRange($0)!) }
    }
}
