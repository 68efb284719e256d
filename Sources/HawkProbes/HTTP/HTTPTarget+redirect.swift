extension HTTPTarget {
    /// Resolves a `Location` header against this URL (RFC 3986, section 5.2).
    func following(_ location: String) throws(InvalidTarget) -> HTTPTarget {
        try Self.bound(location)
        let reference = Self.repaired(location.prefix { $0 != "#" })
        if Self.hasScheme(reference) { return try HTTPTarget(parsing: String(reference)) }
        let scheme = self.isSecure ? "https:" : "http:"
        if reference.hasPrefix("//") { return try HTTPTarget(parsing: scheme + reference) }
        let path = self.path.prefix { $0 != "?" }
        let merged: String
        switch reference.first {
        case nil: throw InvalidTarget("is empty")
        case "/": merged = String(reference)
        case "?": merged = String(path + reference)
        default: merged = String(path[...(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)] + reference)
        }
        // The whole is parsed again, so that a server's URL follows the same rules as a user's.
        let bare = HTTPTarget(isSecure: self.isSecure, place: self.place, path: "")
        return try HTTPTarget(parsing: bare.canonical + Self.withoutDotSegments(merged))
    }

    /// Encodes spaces as curl and browsers do, which RFC 9110, section 10.2.2, allows, and backslashes in a query.
    private static func repaired(_ reference: Substring) -> Substring {
        guard reference.utf8.contains(where: { $0 == 0x20 || $0 == UInt8(ascii: "\\") }) else { return reference }
        var text = ""
        var isQuery = false
        for scalar in reference.unicodeScalars {
            if scalar == "?" { isQuery = true }
            switch scalar {
            case " ": text += "%20"
            case "\\" where isQuery: text += "%5C"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text[...]
    }

    private static func hasScheme(_ reference: Substring) -> Bool {
        guard let colon = reference.firstIndex(where: { ":/?".contains($0) }), reference[colon] == ":" else { return false }
        return reference.first?.isLetter == true
            && reference[..<colon].allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    }

    private static func withoutDotSegments(_ path: String) -> String {
        let query = path.firstIndex(of: "?") ?? path.endIndex
        var resolved: [Substring] = []
        let segments = path[..<query].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (position, segment) in segments.enumerated() {
            if segment == ".." { _ = resolved.popLast() }
            if segment != "." && segment != ".." {
                resolved.append(segment)
            } else if position == segments.count - 1 {
                resolved.append("")
            }
        }
        return "/" + resolved.joined(separator: "/") + path[query...]
    }
}
