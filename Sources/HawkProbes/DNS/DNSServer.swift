import HawkNet

/// A chosen name server: a name or an address, with a port where it is not 53.
struct DNSServer: Sendable, Equatable, CustomStringConvertible {
    static let usualPort = 53

    let host: String
    let port: Int

    init(parsing text: String) throws(InvalidTarget) {
        if IPAddress(text) == nil, text.contains(":"), !text.hasSuffix("]") {
            let both = try HostAndPort(parsing: text)
            (self.host, self.port) = (both.host, both.port)
        } else {
            self.host = text.first == "[" ? try TargetHost.parse(bracketed: text) : try TargetHost.parse(text)
            self.port = Self.usualPort
        }
    }

    var description: String { IPAddress(self.host)?.description(port: self.port) ?? "\(self.host):\(self.port)" }
}
