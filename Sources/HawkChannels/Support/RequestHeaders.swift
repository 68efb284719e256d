import HawkCore

/// The headers that a channel's owner adds to its requests.
enum RequestHeaders {
    /// Headers that frame the request or that only StatusHawk may set.
    private static let reserved: Set<String> = [
        "connection", "content-length", "content-type", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding",
        "upgrade", "user-agent",
    ]

    /// Returns all errors by name.
    static func errors(in headers: [String: String]) -> [FieldError] {
        var errors: [FieldError] = []
        if headers.count > 32 { errors.append(FieldError("", "must contain at most 32 headers")) }
        if Set(headers.keys.map { $0.lowercased() }).count < headers.count {
            errors.append(FieldError("", "must not contain a header twice"))
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            let problem = self.problem(name: name) ?? self.problem(value: value)
            // The path omits an invalid name, because it could contain anything.
            if let problem { errors.append(FieldError(self.isToken(name) ? name : "", problem)) }
        }
        return errors
    }

    /// Formats headers for libcurl. An empty value needs a semicolon, or libcurl leaves the header out.
    static func lines(_ headers: [String: String]) -> [String] {
        headers.sorted { $0.key < $1.key }.map { name, value in value.isEmpty ? "\(name);" : "\(name): \(value)" }
    }

    private static func problem(name: String) -> String? {
        guard self.isToken(name) else { return "contains an invalid header name" }
        let lowered = name.lowercased()
        guard !self.reserved.contains(lowered), !lowered.hasPrefix("statushawk-") else {
            return "is set by StatusHawk and cannot be changed"
        }
        return nil
    }

    private static func problem(value: String) -> String? {
        guard value.utf8.count <= 4_096 else { return "must be at most 4096 bytes long" }
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
            return "must be one line of ASCII characters"
        }
        return nil
    }

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }
}
