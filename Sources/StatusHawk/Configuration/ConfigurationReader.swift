import Foundation
import HawkAPI
import HawkNet
import HawkProbes

/// Parses single values, with an error message if they are invalid.
struct ConfigurationReader {
    private let source: ConfigurationSource

    init(_ source: ConfigurationSource) { self.source = source }

    /// Parses `host:port`, `[v6]:port` or `:port` (all addresses).
    func address(_ key: ConfigurationKey) throws(ConfigurationError) -> ListenAddress? {
        guard let text = self.source[key] else { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port),
            Self.isHost(text[..<colon])
        else {
            throw ConfigurationError(key, "must be an address and port such as 127.0.0.1:8080, but is \(text)")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return ListenAddress(host: host, port: port)
    }

    /// Whether the text is an address, with an optional zone; a name; or empty, for all addresses.
    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let address = text.dropFirst().dropLast()
            return address.contains(":") && IPAddress(String(address.prefix { $0 != "%" })) != nil
        }
        return text.isEmpty || IPAddress(String(text)) != nil || HostName(String(text)) != nil
    }

    /// Parses an http(s) URL and removes its trailing slash. Errors do not quote it, because it may contain a password.
    func url(_ key: ConfigurationKey) throws(ConfigurationError) -> String? {
        guard let text = self.source[key] else { return nil }
        let origin = text.split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
        let normalized = Self.normalized(origin)
        guard let url = URL(string: text), url.host != nil, url.user == nil, url.query == nil, url.fragment == nil,
            WebOrigin(normalized) != nil
        else {
            throw ConfigurationError(key, "must be a URL such as https://status.example.org, without user, password and query")
        }
        guard let base = BasePath(of: text) else {
            throw ConfigurationError(key, "must have only letters, digits, '-', '.', '_' and '~' in its path")
        }
        return normalized + base.text
    }

    /// Returns an origin as browsers write it: lower case, international names as `xn--…`, without the default port.
    private static func normalized(_ origin: String) -> String {
        guard var components = URLComponents(string: origin), let host = components.encodedHost else { return origin }
        let scheme = components.scheme?.lowercased()
        components.scheme = scheme
        components.encodedHost = host.lowercased()
        if components.port == (scheme == "https" ? 443 : 80) { components.port = nil }
        return components.string ?? origin
    }

    func number(_ key: ConfigurationKey, in range: ClosedRange<Int>, default fallback: Int) throws(ConfigurationError) -> Int {
        guard let text = self.source[key] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationError(
                key, "must be a whole number from \(range.lowerBound) to \(range.upperBound), but is \(text)")
        }
        return number
    }

    func flag(_ key: ConfigurationKey) throws(ConfigurationError) -> Bool? {
        guard let text = self.source[key] else { return nil }
        switch text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw ConfigurationError(key, "must be true or false, but is \(text)")
        }
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: ConfigurationKey, default fallback: Choice
    ) throws(ConfigurationError) -> Choice {
        guard let text = self.source[key] else { return fallback }
        guard let choice = Choice(rawValue: text.lowercased()) else {
            throw ConfigurationError(
                key, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), but is \(text)")
        }
        return choice
    }

    /// Parses a list of `host:port`.
    func endpoints(_ key: ConfigurationKey, most: Int) throws(ConfigurationError) -> [HostAndPort] {
        var endpoints: [HostAndPort] = []
        for text in self.list(key) {
            do { endpoints.append(try HostAndPort(parsing: text)) } catch {
                throw ConfigurationError(key, "contains \(text), which \(error.message)")
            }
        }
        guard endpoints.count <= most else {
            throw ConfigurationError(key, "contains \(endpoints.count) addresses; at most \(most) are allowed")
        }
        return endpoints
    }

    /// Parses a list of host names, without ports.
    func hostNames(_ key: ConfigurationKey) throws(ConfigurationError) -> [String] {
        let names = self.list(key)
        if let wrong = names.first(where: { HostName($0) == nil }) {
            throw ConfigurationError(key, "contains \(wrong), which is not a host name such as status.example.org")
        }
        return names
    }

    /// Splits by commas and spaces.
    func list(_ key: ConfigurationKey) -> [String] {
        (self.source[key] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    }
}
