import HawkNet

/// `host:port`, `192.0.2.7:port` or `[2001:db8::7]:port`.
package struct HostAndPort: ProbeTarget, Equatable {
    package let host: String
    package let port: Int
    package let canonical: String

    package init(parsing text: String) throws(InvalidTarget) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), colon != text.startIndex else {
            throw InvalidTarget("must be host:port, such as db.example:5432 or [2001:db8::7]:5432")
        }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw InvalidTarget("must end in a port from 1 to 65535") }
        self.init(try TargetHost.parse(bracketed: text[..<colon]), port)
    }

    /// - Parameter host: a name, or an address without brackets.
    init(_ host: String, _ port: Int) {
        self.host = host
        self.port = port
        self.canonical = IPAddress(host)?.description(port: port) ?? "\(host):\(port)"
    }
}
