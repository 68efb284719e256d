/// How a field decides who gets the stored secrets of its form. When it changes, the secrets must be entered again.
package enum SecretBinding: String, Sendable, Codable {
    /// By its whole value. A toggle counts only when it is switched off, because switching it on is stricter.
    case value
    /// By the scheme, host and port of a URL.
    case origin
    /// By the entry `Host` of a map of headers, which selects one of a server's sites.
    case host
}

extension FormField {
    /// Returns the part of the field's value that secrets are bound to. Null if they are not bound.
    package func boundPart(of value: JSONValue) -> JSONValue {
        switch self.secretBinding {
        case nil: .null
        case .value: value
        case .origin: value.string.map { .string(Self.origin(of: $0)) } ?? value
        case .host:
            .array(
                (value.object ?? [:]).filter { $0.key.lowercased() == "host" }.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    /// Returns scheme and authority in lower case, without the default port. Returns the whole text if it has no such parts.
    private static func origin(of url: String) -> String {
        guard let separator = url.firstRange(of: "://") else { return url }
        let scheme = url[..<separator.lowerBound].lowercased()
        let authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        let implied = scheme == "https" ? ":443" : scheme == "http" ? ":80" : ""
        guard !implied.isEmpty, authority.hasSuffix(implied) else { return "\(scheme)://\(authority)" }
        return "\(scheme)://\(authority.dropLast(implied.count))"
    }
}
