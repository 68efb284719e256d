import CAres
import Glibc

/// The name servers' answer about one family's addresses of a name.
enum NameAnswer: Sendable, Equatable {
    /// More than any connection needs. A name with thousands of addresses is an attack.
    private static let maxAddresses = 64

    /// - ttl: in seconds. 0 if the answer must not be cached, such as for entries of the hosts file.
    case addresses([IPAddress], ttl: Int)
    /// The name exists, without an address of this family.
    case noAddress
    case noName
    /// A fault of ours: the name servers give no answer. The text completes "the name servers …".
    case fault(String)

    init(_ status: Int32, failure: Int32, _ answer: UnsafeMutablePointer<ares_addrinfo>?, of family: IPAddress.Family) {
        switch hawk_ares_classify(status) {
        case HAWK_ARES_SUCCESS: self.init(answer, of: family)
        case HAWK_ARES_NO_ADDRESS: self = .noAddress
        case HAWK_ARES_NO_NAME: self = .noName
        default: self = .fault(NameServerFailure(status, failure: failure).words)
        }
    }

    private init(_ answer: UnsafeMutablePointer<ares_addrinfo>?, of family: IPAddress.Family) {
        var addresses: [IPAddress] = []
        var ttl = Int.max
        var node = answer?.pointee.nodes
        while let current = node, addresses.count < Self.maxAddresses {
            if let pointer = current.pointee.ai_addr, let address = IPAddress(UnsafePointer(pointer)),
                address.family == family, !addresses.contains(address)
            {
                addresses.append(address)
                ttl = min(ttl, Int(current.pointee.ai_ttl))
            }
            node = current.pointee.ai_next
        }
        // An alias may change before the addresses behind it expire.
        var alias = answer?.pointee.cnames
        while let current = alias {
            ttl = min(ttl, Int(current.pointee.ttl))
            alias = current.pointee.next
        }
        self = addresses.isEmpty ? .noAddress : .addresses(addresses, ttl: ttl)
    }

    var addresses: [IPAddress] {
        if case .addresses(let addresses, _) = self { addresses } else { [] }
    }
}
