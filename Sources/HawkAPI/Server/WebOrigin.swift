import HawkNet

/// A web origin: RFC 6454. Names are in lower case. If no port is given, it is the scheme's default.
package struct WebOrigin: Hashable, Sendable {
    private let scheme: String
    let host: WebHost
    private let port: Int

    /// The origin of an http(s) URL; nil for anything else, such as `null`, which browsers send for an opaque origin.
    package init?(_ url: String) {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { return nil }
        switch parts[0].lowercased() {
        case "http:": self.init(isSecure: false, authority: String(parts[2].prefix { $0 != "/" }))
        case "https:": self.init(isSecure: true, authority: String(parts[2].prefix { $0 != "/" }))
        default: return nil
        }
    }

    init?(isSecure: Bool, authority: String) {
        guard let (host, port) = WebHost.parse(authority: authority) else { return nil }
        self.scheme = isSecure ? "https" : "http"
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
    }
}

/// A host in a URL or a `Host` header.
enum WebHost: Hashable, Sendable {
    case name(HostName)
    case address(IPAddress)

    /// Reads `host`, `host:port`, `192.0.2.7:port` or `[2001:db8::7]:port`.
    /// - Returns: nil for anything else. The port is nil if none is given.
    static func parse(authority: String) -> (host: WebHost, port: Int?)? {
        let isBracketed = authority.first == "["
        let end = isBracketed ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        let (text, rest) = (authority[..<(end ?? authority.endIndex)], authority[(end ?? authority.endIndex)...])
        guard let host = isBracketed ? Self(bracketed: text) : Self(String(text)) else { return nil }
        // RFC 3986 section 3.2.3: a colon without digits means that no port is given.
        if rest.isEmpty || rest == ":" { return (host, nil) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()) else { return nil }
        return (host, Int(port))
    }

    private init?(_ text: String) {
        if let address = IPAddress(text), address.family == .v4 {
            self = .address(address)
        } else if let name = HostName(text) {
            self = .name(name)
        } else {
            return nil
        }
    }

    private init?(bracketed text: Substring) {
        guard text.last == "]", let address = IPAddress(String(text.dropFirst().dropLast())), address.family == .v6 else {
            return nil
        }
        self = .address(address)
    }

    /// Whether it means the client's own machine.
    var isLoopback: Bool {
        switch self {
        case .name(let name): name.text == "localhost"
        case .address(let address): address.isLoopback
        }
    }
}
