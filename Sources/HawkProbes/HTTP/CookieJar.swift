import HawkCore
import HawkNet

/// The cookies that redirects of one check have set (RFC 6265), so that a sign-in or a consent page continues as in a browser.
struct CookieJar: Sendable {
    private struct Cookie {
        let name: String
        let value: String
        /// Without a leading dot, in lower case.
        let domain: String
        /// Whether only the host that set it receives it.
        let isHostOnly: Bool
        let path: String
        let isSecure: Bool

        func isFor(_ target: HTTPTarget) -> Bool {
            let host = target.host.lowercased()
            let reaches = self.isHostOnly ? host == self.domain : CookieJar.host(host, isWithin: self.domain)
            return reaches && (target.isSecure || !self.isSecure) && CookieJar.path(target.cookiePath, isWithin: self.path)
        }
    }

    private static let most = 50
    private static let longest = 4_096
    private static let maxLineLength = 8_192

    private var cookies: [Cookie] = []

    var isEmpty: Bool { self.cookies.isEmpty }

    /// - Parameter line: the value of one `Set-Cookie` header of that target.
    mutating func store(_ line: String, from target: HTTPTarget) {
        guard line.utf8.count <= Self.longest, line.isStreamSafe else { return }
        let parts = line.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        let name = String(pair[..<equals]).trimmed
        let value = String(pair[pair.index(after: equals)...]).trimmed
        guard Self.isName(name), HTTPSyntax.isFieldValue(value) else { return }
        let host = target.host.lowercased()
        var (domain, isHostOnly, path, isSecure) = (host, true, target.defaultCookiePath, false)
        var (maxAge, expires): (Int?, Instant?) = (nil, nil)
        for part in parts.dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
            let word = halves.count > 1 ? halves[1] : ""
            switch halves[0].lowercased() {
            case "domain" where !word.isEmpty:
                domain = (word.hasPrefix(".") ? String(word.dropFirst()) : word).lowercased()
                isHostOnly = false
                // A single label would cover a whole top-level domain.
                guard domain == host || domain.contains(".") && Self.host(host, isWithin: domain) else { return }
            case "path" where word.hasPrefix("/"): path = word
            case "secure": isSecure = true
            case "max-age": maxAge = Int(word)
            case "expires": expires = Self.date(word)
            default: break
            }
        }
        guard !isSecure || target.isSecure else { return }
        self.cookies.removeAll { $0.name == name && $0.domain == domain && $0.path == path }
        let isOver = maxAge.map { $0 <= 0 } ?? expires.map { $0 <= .wallClock } ?? false
        guard !isOver, self.cookies.count < Self.most else { return }
        self.cookies.append(
            Cookie(name: name, value: value, domain: domain, isHostOnly: isHostOnly, path: path, isSecure: isSecure))
    }

    /// Returns the `Cookie` header for a target.
    /// - Parameter own: the monitor's own header. A later cookie of the same name replaces its value.
    /// - Returns: nil if nothing changes.
    func line(for target: HTTPTarget, beside own: [String]) -> String? {
        guard !self.cookies.isEmpty else { return nil }
        let mine = self.cookies.filter { $0.isFor(target) }.sorted { $0.path.utf8.count > $1.path.utf8.count }
        guard !mine.isEmpty else { return nil }
        let remaining = own.flatMap { $0.split(separator: ";") }.map { String($0).trimmed }.filter { pair in
            let name = String(pair.prefix { $0 != "=" })
            return !mine.contains { $0.name == name }
        }
        let line = (remaining + mine.map { "\($0.name)=\($0.value)" }).joined(separator: "; ")
        return line.utf8.count <= Self.maxLineLength ? line : nil
    }

    /// RFC 6265, section 4.1.1, requires tokens, but servers also set names such as `user[id]`, and browsers accept them.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func host(_ host: String, isWithin domain: String) -> Bool {
        host == domain || host.hasSuffix("." + domain) && host.contains { $0.isLetter }
    }

    private static func path(_ path: String, isWithin whole: String) -> Bool {
        path == whole || path.hasPrefix(whole.hasSuffix("/") ? whole : whole + "/")
    }

    /// RFC 6265, section 5.1.1: the parts may have any order.
    private static func date(_ text: String) -> Instant? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        var (day, month, year): (Int?, Int?, Int?) = (nil, nil, nil)
        for word in text.lowercased().split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == ":") }) {
            if word.contains(":") { continue }
            let number = Int(word)
            if let number, day == nil, (1...31).contains(number), word.utf8.count <= 2 {
                day = number
            } else if month == nil, let found = months.firstIndex(of: String(word.prefix(3))) {
                month = found + 1
            } else if let number, year == nil, word.utf8.count == 2 || word.utf8.count == 4 {
                year = number < 70 ? number + 2_000 : number < 100 ? number + 1_900 : number
            }
        }
        guard let day, let month, let year, year >= 1_601 else { return nil }
        // The day suffices, because only the deletion of cookies depends on it.
        return Instant("\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))T23:59:59Z")
    }
}

extension HTTPTarget {
    /// Without the query.
    fileprivate var cookiePath: String { String(self.path.prefix { $0 != "?" }) }

    /// Up to the last slash (RFC 6265, section 5.1.4).
    fileprivate var defaultCookiePath: String {
        let path = self.cookiePath
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
