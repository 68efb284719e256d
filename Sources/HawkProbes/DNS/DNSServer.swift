import HawkNet

/// A chosen name server: a name or an address, with an optional port (default 53).
struct DNSServer: Sendable, Equatable, CustomStringConvertible {
    static let usualPort = 53

    let place: HostAndPort

    init(parsing text: String) throws(InvalidTarget) {
        if IPAddress(text) == nil, text.contains(":"), !text.hasSuffix("]") {
            self.place = try HostAndPort(parsing: text)
        } else {
            let host = text.first == "[" ? try TargetHost.parse(bracketed: text) : try TargetHost.parse(text)
            self.place = HostAndPort(host, Self.usualPort)
        }
    }

    var host: String { self.place.host }

    var port: Int { self.place.port }

    var description: String { self.place.canonical }
}
