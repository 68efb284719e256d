import HTTPTypes
package import HawkCore
package import HawkNet
import Hummingbird
import NIOCore

/// The origin of a request, from what can be trusted.
package struct Client: Sendable, Equatable {
    /// Nil if the transport has no addresses.
    package internal(set) var address: IPAddress?
    /// The other end of the connection: the client or a proxy.
    private let peer: IPAddress?
    package internal(set) var isSecure = false
    /// The authority that the client requested: host, and port unless it is the scheme's default.
    package internal(set) var authority: String?
    /// The `User-Agent` of the client; empty if it sends none.
    package internal(set) var userAgent = ""

    init(peer: SocketAddress?) {
        self.peer = peer.flatMap(IPAddress.init)?.unmapped
        self.address = self.peer
    }

    var scheme: String { self.isSecure ? "https" : "http" }

    /// The web origin that a browser requested. Nil if the request names no host.
    var webOrigin: WebOrigin? { self.authority.flatMap { WebOrigin(isSecure: self.isSecure, authority: $0) } }

    /// Whether a request was made on this machine and came directly. Proxies and tunnels on this machine forward requests of
    /// others. A page whose name resolves to this machine (DNS rebinding) makes requests that its author chose.
    func isLocal(_ request: Request) -> Bool {
        guard let peer, peer.isLoopback, !request.headers.contains(where: \.name.isAddedByProxies) else { return false }
        return request.head.authority.flatMap(WebHost.parse(authority:))?.host.isLoopback ?? false
    }

    /// The origin as the audit log shows it.
    package var origin: RequestOrigin {
        RequestOrigin(address: self.address.map(String.init(describing:)) ?? "", userAgent: self.userAgent)
    }

    /// The key that attempts are counted by: an IPv4 address, or the /64 that one IPv6 subscriber controls.
    package var network: String {
        switch self.address {
        case .v4, nil: self.address.map(String.init(describing:)) ?? "local"
        case .v6(let value): "\(IPAddress.v6((value >> 64) << 64))/64"
        }
    }
}

/// The proxies whose `X-Forwarded-*` headers are trusted.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange] = []) { self.ranges = ranges }

    /// Returns the client behind our proxies: the nearest address that is not one of them.
    func client(of request: Request, peer: Client) -> Client {
        var client = peer
        client.authority = request.head.authority
        client.userAgent = request.headers[.userAgent] ?? ""
        guard let nearest = peer.address, self.trusts(nearest) else { return client }
        for text in Self.list(request.headers[values: .forwardedFor]).reversed() {
            guard let address = IPAddress(forwarded: text)?.unmapped else { break }
            client.address = address
            if !self.trusts(address) { break }
        }
        client.isSecure = Self.list(request.headers[values: .forwardedProto]).last?.lowercased() == "https"
        if let host = Self.list(request.headers[values: .forwardedHost]).last { client.authority = host }
        return client
    }

    /// Whether a peer is a trusted proxy.
    func contain(_ peer: Client) -> Bool { peer.address.map(self.trusts) ?? false }

    private func trusts(_ address: IPAddress) -> Bool { self.ranges.contains { $0.contains(address) } }

    private static func list(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    }
}

extension IPAddress {
    /// Parses an entry of `X-Forwarded-For`: an address, to which some proxies add a port (`203.0.113.7:4711`,
    /// `[2001:db8::7]:4711`).
    fileprivate init?(forwarded text: String) {
        if let address = IPAddress(text) {
            self = address
        } else if case .address(let address)? = WebHost.parse(authority: text)?.host {
            self = address
        } else {
            return nil
        }
    }

    /// Converts an IPv4 address that a dual-stack socket reports as IPv6 (`::ffff:10.0.0.7`).
    fileprivate var unmapped: IPAddress {
        guard case .v6(let value) = self, value >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: value))
    }

    var isLoopback: Bool {
        switch self.unmapped {
        case .v4(let value): value >> 24 == 127
        case .v6(let value): value == 1
        }
    }
}

extension HTTPField.Name {
    /// Whether proxies and tunnels add this header.
    fileprivate var isAddedByProxies: Bool {
        let name = self.canonicalName
        return name.hasPrefix("x-forwarded") || Self.proxyNames.contains(name)
    }

    private static let proxyNames: Set<String> = [  // BOUNDED: names of headers are tokens
        "forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "x-original-host",
    ]

    fileprivate static let forwardedFor = Self("X-Forwarded-For")!  // SAFETY: a literal token
    fileprivate static let forwardedProto = Self("X-Forwarded-Proto")!  // SAFETY: a literal token
    fileprivate static let forwardedHost = Self("X-Forwarded-Host")!  // SAFETY: a literal token
}
