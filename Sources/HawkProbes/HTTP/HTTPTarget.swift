import HawkCore
import HawkNet

/// A parsed `http` or `https` URL. It carries no credentials and no fragment.
package struct HTTPTarget: ProbeTarget, Equatable {
    static let longest = 2_048

    let isSecure: Bool
    /// The host and port to connect to.
    let place: HostAndPort
    /// Path and query, as in the request line.
    let path: String
    /// Host and port, without the scheme's default port. Also the `Host` header.
    let authority: String

    package init(parsing text: String) throws(InvalidTarget) {
        try Self.bound(text)
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw InvalidTarget("must not contain spaces, backslashes or control characters")
        }
        guard let separator = text.firstRange(of: "://") else { throw InvalidTarget("must begin with http:// or https://") }
        switch text[..<separator.lowerBound].lowercased() {
        case "http": self.isSecure = false
        case "https": self.isSecure = true
        default: throw InvalidTarget("must begin with http:// or https://")
        }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw InvalidTarget("must not contain credentials; use the settings username and password")
        }
        self.place = try Self.split(authority, defaultPort: self.isSecure ? 443 : 80)
        self.path = Self.requestPath(rest[authority.endIndex...])
        self.authority = Self.authority(self.place, isSecure: self.isSecure)
    }

    /// Checks the limits of a text. Call it before any other processing.
    static func bound(_ text: String) throws(InvalidTarget) {
        guard text.utf8.count <= Self.longest else { throw InvalidTarget("must not be longer than \(Self.longest) bytes") }
        guard text.isStreamSafe else {
            throw InvalidTarget("must not have more than \(String.maxMarksInRow) combining marks in a row")
        }
    }

    /// A host name, or an address without brackets.
    package var host: String { self.place.host }

    var port: Int { self.place.port }

    init(isSecure: Bool, place: HostAndPort, path: String) {
        self.isSecure = isSecure
        self.place = place
        self.path = path
        self.authority = Self.authority(place, isSecure: isSecure)
    }

    package var canonical: String { "\(self.isSecure ? "https" : "http")://\(self.authority)\(self.path)" }

    /// Text for people, because queries may carry secrets.
    var withoutQuery: String { self.canonical.withoutQuery }

    private static func authority(_ place: HostAndPort, isSecure: Bool) -> String {
        guard place.port == (isSecure ? 443 : 80) else { return place.canonical }
        return place.host.utf8.contains(UInt8(ascii: ":")) ? "[\(place.host)]" : place.host
    }

    /// Returns whether secrets meant for one may be sent to the other (RFC 6454).
    func hasSameOrigin(as other: HTTPTarget) -> Bool {
        self.isSecure == other.isSecure && self.place == other.place
    }

    private static func split(_ authority: Substring, defaultPort: Int) throws(InvalidTarget) -> HostAndPort {
        let bracket = authority.utf8.lastIndex(of: UInt8(ascii: "]")) ?? authority.startIndex
        guard let colon = authority[bracket...].firstIndex(of: ":") else {
            return HostAndPort(try TargetHost.parse(bracketed: authority), defaultPort)
        }
        let digits = authority[authority.index(after: colon)...]
        let host = try TargetHost.parse(bracketed: authority[..<colon])
        if digits.isEmpty { return HostAndPort(host, defaultPort) }
        guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { throw InvalidTarget("must have a port from 1 to 65535") }
        return HostAndPort(host, port)
    }

    /// Returns the text with a leading slash and without fragment. Bytes not allowed in a request line are percent-encoded.
    static func requestPath(_ text: Substring) -> String {
        let text = text.prefix { $0 != "#" }
        var path = text.first == "/" ? "" : "/"
        for byte in text.utf8 {
            switch byte {
            case 0x21, 0x23...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E:
                path.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                path += "%" + [byte].hex(uppercase: true)
            }
        }
        return path
    }
}
