import HawkNet

/// An ICMP error about one of our echoes, from a router or the target (RFC 792, RFC 4443 section 3).
struct EchoReport: Hashable, Sendable {
    enum Kind: String, Sendable {
        case network = "network unreachable"
        case host = "host unreachable"
        case `protocol` = "protocol unreachable"
        case port = "port unreachable"
        case prohibited = "administratively prohibited"
        case expired = "time to live exceeded"
        case tooBig = "packet too big"
        case other = "parameter problem"
    }

    let kind: Kind
    /// Nil if the kernel does not say.
    let reporter: IPAddress?

    init(_ kind: Kind, by reporter: IPAddress?) {
        self.kind = kind
        self.reporter = reporter
    }

    init(type: UInt8, code: UInt8, family: IPAddress.Family, by reporter: IPAddress?) {
        self.init(family == .v4 ? Self.kindV4(type, code) : Self.kindV6(type, code), by: reporter)
    }

    /// Returns a sentence about a host.
    func message(about host: String) -> String {
        guard let reporter else { return "\(host) is unreachable: \(self.kind.rawValue)" }
        return "\(host) is unreachable: \(reporter) reports \"\(self.kind.rawValue)\""
    }

    private static func kindV4(_ type: UInt8, _ code: UInt8) -> Kind {
        switch (type, code) {
        case (3, 0), (3, 6), (3, 11): .network
        case (3, 1), (3, 5), (3, 7), (3, 8), (3, 12): .host
        case (3, 2): .protocol
        case (3, 3): .port
        case (3, 4): .tooBig
        case (3, 9), (3, 10), (3, 13...15): .prohibited
        case (11, _): .expired
        default: .other
        }
    }

    private static func kindV6(_ type: UInt8, _ code: UInt8) -> Kind {
        switch (type, code) {
        case (1, 0), (1, 2): .network
        case (1, 3): .host
        case (1, 4): .port
        case (1, 1), (1, 5), (1, 6): .prohibited
        case (2, _): .tooBig
        case (3, _): .expired
        default: .other
        }
    }
}
