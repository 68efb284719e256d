import HTTPTypes
package import HawkCore
package import HawkNet
import Hummingbird
import NIOCore

/// Where a request comes from and how it was asked, as far as that can be believed.
package struct Client: Sendable, Equatable {
    /// nil where the transport has no addresses.
    package internal(set) var address: IPAddress?
    package internal(set) var isSecure = false
    /// The authority that the client asked for: host, and port where it is not the scheme's own.
    package internal(set) var authority: String?
    /// As the client names itself; empty where it does not.
    package internal(set) var userAgent = ""

    init(peer: SocketAddress?) { self.address = peer.flatMap(IPAddress.init)?.unmapped }

    /// As the audit log shows it.
    package var origin: RequestOrigin {
        RequestOrigin(address: self.address.map(String.init(describing:)) ?? "", userAgent: self.userAgent)
    }

    /// What attempts are counted by: an IPv4 address, or the /64 that one IPv6 subscriber commands.
    package var network: String {
        switch self.address {
        case .v4, nil: self.address.map(String.init(describing:)) ?? "local"
        case .v6(let value): "\(IPAddress.v6((value >> 64) << 64))/64"
        }
    }
}

/// The proxies whose `X-Forwarded-*` is believed.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    /// Looks past our own proxies: the client is the nearest address that is none of them.
    func client(of request: Request, peer: Client) -> Client {
        var client = peer
        client.authority = request.head.authority
        client.userAgent = request.headers[.userAgent] ?? ""
        guard let nearest = peer.address, self.trusts(nearest) else { return client }
        for text in Self.list(request.headers[values: .forwardedFor]).reversed() {
            guard let address = IPAddress(text)?.unmapped else { break }
            client.address = address
            if !self.trusts(address) { break }
        }
        client.isSecure = Self.list(request.headers[values: .forwardedProto]).last?.lowercased() == "https"
        if let host = Self.list(request.headers[values: .forwardedHost]).last { client.authority = host }
        return client
    }

    private func trusts(_ address: IPAddress) -> Bool { self.ranges.contains { $0.contains(address) } }

    private static func list(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { String($0.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }) }
    }
}

extension IPAddress {
    /// An IPv4 address that a dual-stack socket shows as IPv6 (`::ffff:10.0.0.7`) as what it is.
    fileprivate var unmapped: IPAddress {
        guard case .v6(let value) = self, value >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: value))
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("X-Forwarded-For")!  // SAFETY: a literal token
    fileprivate static let forwardedProto = Self("X-Forwarded-Proto")!  // SAFETY: a literal token
    fileprivate static let forwardedHost = Self("X-Forwarded-Host")!  // SAFETY: a literal token
}
