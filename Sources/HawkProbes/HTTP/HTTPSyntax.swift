import HawkCore

/// The syntax of a request head (RFC 9110, section 5). Nothing else is ever sent.
enum HTTPSyntax {
    /// Headers that frame the message or belong to the connection, which we set. BOUNDED: compared with tokens.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ]
    /// Headers with secrets. Everyone in the organization can read `headers`. BOUNDED: compared with names of members.
    private static let confidential: Set<String> = ["authorization", "cookie", "proxy-authorization"]

    static func isToken(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    static func isFieldValue(_ text: String) -> Bool {
        text.utf8.count <= 4_096 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Returns the error in a method. Nil if there is none.
    static func problem(toMethod method: String) -> String? {
        if ["TRACE", "CONNECT"].contains(method) { return "must not be \(method)" }
        let isCapital = !method.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isCapital && method.utf8.count <= 32 && self.isToken(method)
            ? nil : "must be a method such as GET or PROPFIND, in uppercase"
    }

    // BOUNDED: by JSONParser
    static func errors(inHeaders headers: [String: String]) -> [FieldError] {
        headers.sorted { $0.key < $1.key }.compactMap { name, value in
            // The path omits an invalid name, because it could contain anything.
            if !self.isToken(name) { return FieldError("", "contains an invalid header name") }
            if self.reserved.contains(name.lowercased()) { return FieldError(name, "is set by StatusHawk and cannot be changed") }
            return self.isFieldValue(value)
                ? nil : FieldError(name, "must be at most 4096 bytes without line breaks and control characters")
        }
    }

    /// Returns the errors in headers that everyone in the organization can read.
    // BOUNDED: by JSONParser
    static func errors(inReadableHeaders headers: [String: String]) -> [FieldError] {
        headers.keys.sorted().filter { self.confidential.contains($0.lowercased()) }.map {
            FieldError($0, "contains a secret: move it to secret_headers")
        }
    }
}
