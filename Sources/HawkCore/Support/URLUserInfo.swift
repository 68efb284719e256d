/// The part of a URL before its host: user and password.
package enum URLUserInfo {
    /// Returns whether an `@` is misplaced, such as in a password with `@` or `/` that is not percent-encoded. Parsers take the
    /// rest for a host, a port or a path, and would quote it in their errors.
    package static func isBroken(in url: String) -> Bool {
        let bytes = Array(url.utf8.prefix { $0 != UInt8(ascii: "?") })
        guard let start = bytes.firstRange(of: Array("://".utf8))?.upperBound else { return false }
        let authority = bytes[start...].prefix { $0 != UInt8(ascii: "/") }
        let signs = bytes[start...].filter { $0 == UInt8(ascii: "@") }.count
        return signs > 1 || signs == 1 && !authority.contains(UInt8(ascii: "@"))
    }
}
