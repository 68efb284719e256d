/// The path below which the installation is served, from the public URL: empty, or such as `/status`, without a trailing slash.
///
/// A proxy in front may keep it in forwarded paths or remove it.
package struct BasePath: Sendable, Equatable {
    package let text: String

    package static let root = BasePath(text: "")

    private init(text: String) { self.text = text }

    /// - Parameter url: an http(s) URL without query and fragment.
    /// - Returns: nil if the path contains characters that need escaping in a page. Allowed are letters, digits, `-`, `.`, `_`
    ///   and `~`.
    package init?(of url: String) {
        let parts = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).filter { !$0.isEmpty }
        for part in parts {
            guard part != ".", part != "..", part.utf8.allSatisfy({ Self.allowed.contains($0) }) else { return nil }
        }
        self.text = parts.map { "/\($0)" }.joined()
    }

    private static let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)

    /// Returns a path and query without the base path; unchanged if the proxy has removed it.
    func removed(from target: String) -> String {
        guard !self.text.isEmpty, target.utf8.starts(with: self.text.utf8) else { return target }
        let rest = String(decoding: target.utf8.dropFirst(self.text.utf8.count), as: UTF8.self)
        switch rest.utf8.first {
        case nil: return "/"
        case UInt8(ascii: "/"): return rest
        case UInt8(ascii: "?"): return "/\(rest)"
        default: return target
        }
    }

    /// Returns the path that a browser must request for one of our paths.
    func added(to path: String) -> String { path.hasPrefix("/") ? self.text + path : path }
}
