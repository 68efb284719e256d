import HTTPTypes
package import HawkCore
package import HawkNet
import Hummingbird
import NIOCore

/// Where a request comes from and how it was asked, as far as that can be believed.
package struct Client: Sendable, Equatable {
    /// nil where the transport has no addresses.
    package internal(set) var address: IPAddress?
    /// Who the connection itself is from: the client, or a proxy.
    private let peer: IPAddress?
    package internal(set) var isSecure = false
    /// The authority that the client asked for: host, and port where it is not the scheme's own.
    package internal(set) var authority: String?
    /// As the client names itself; empty where it does not.
    package internal(set) var userAgent = ""

    init(peer: SocketAddress?) {
        self.peer = peer.flatMap(IPAddress.init)?.unmapped
        self.address = self.peer
    }

    var scheme: String { self.isSecure ? "https" : "http" }

    /// The origin of the page that a browser asked for; nil where the request names no host.
    var webOrigin: WebOrigin? { self.authority.flatMap { WebOrigin(isSecure: self.isSecure, authority: $0) } }

    /// Whether a request was made on this machine and came here directly. A proxy or a tunnel on this machine makes requests of others,
    /// and a page of another name that leads here (DNS rebinding) makes one that its author chose.
    func isLocal(_ request: Request) -> Bool {
        guard let peer, peer.isLoopback, !request.headers.contains(where: \.name.tellsOfProxy) else { return false }
        return request.head.authority.flatMap(WebHost.parse(authority:))?.host.isLoopback ?? false
    }

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
            guard let address = IPAddress(forwarded: text)?.unmapped else { break }
            client.address = address
            if !self.trusts(address) { break }
        }
        client.isSecure = Self.list(request.headers[values: .forwardedProto]).last?.lowercased() == "https"
        if let host = Self.list(request.headers[values: .forwardedHost]).last { client.authority = host }
        return client
    }

    /// Whether a peer is one of them.
    func contain(_ peer: Client) -> Bool { peer.address.map(self.trusts) ?? false }

    private func trusts(_ address: IPAddress) -> Bool { self.ranges.contains { $0.contains(address) } }

    private static func list(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    }
}

extension IPAddress {
    /// An entry of `X-Forwarded-For`: an address, which some proxies give a port (`203.0.113.7:4711`, `[2001:db8::7]:4711`).
    fileprivate init?(forwarded text: String) {
        if let address = IPAddress(text) {
            self = address
        } else if case .address(let address)? = WebHost.parse(authority: text)?.host {
            self = address
        } else {
            return nil
        }
    }

    /// An IPv4 address that a dual-stack socket shows as IPv6 (`::ffff:10.0.0.7`) as what it is.
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
    /// Whether proxies and tunnels add it.
    fileprivate var tellsOfProxy: Bool {
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
