import CAres

/// What the name servers say of one family's addresses of a name.
enum NameAnswer: Sendable, Equatable {
    /// - ttl: in seconds; 0 for what must not be kept, such as entries of the hosts file.
    case addresses([IPAddress], ttl: Int)
    /// The name exists, without an address of this family.
    case noAddress
    case noName
    /// Our side: the name servers do not tell. Completes "the name servers …".
    case fault(String)

    init(status: Int32, addresses: [IPAddress], ttl: Int) {
        switch hawk_ares_classify(status) {
        case HAWK_ARES_SUCCESS: self = addresses.isEmpty ? .noAddress : .addresses(addresses, ttl: ttl)
        case HAWK_ARES_NO_ADDRESS: self = .noAddress
        case HAWK_ARES_NO_NAME: self = .noName
        case HAWK_ARES_SILENT: self = .fault("did not answer")
        case HAWK_ARES_UNREACHABLE: self = .fault("cannot be reached")
        case HAWK_ARES_SERVFAIL: self = .fault("answered SERVFAIL")
        case HAWK_ARES_REFUSED: self = .fault("refused the query")
        default: self = .fault("could not be asked (\(String(cString: ares_strerror(status))))")
        }
    }

    var addresses: [IPAddress] {
        if case .addresses(let addresses, _) = self { addresses } else { [] }
    }
}
