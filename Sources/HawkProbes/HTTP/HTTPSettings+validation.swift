package import HawkCore

extension HTTPSettings {
    private static let maxBodyLength = 64 * 1_024
    private static let maxHeaders = 50
    static let redirectRange = 0...20
    /// Headers that frame the message or belong to the connection, which we set. BOUNDED: compared with tokens.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ]
    /// Headers with secrets. Everyone in the organization can read `headers`. BOUNDED: compared with names of members.
    private static let confidential: Set<String> = ["authorization", "cookie", "proxy-authorization"]

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if let sentence = HTTPSyntax.problem(toMethod: self.method) { errors.append(FieldError("method", sentence)) }
        if !Self.redirectRange.contains(self.maxRedirects) { errors.append(FieldError("max_redirects", "must be from 0 to 20")) }
        errors += Self.check(self.headers, "headers")
        errors += Self.check(self.secretHeaders, "secret_headers")
        for name in self.headers.keys.sorted() where Self.confidential.contains(name.lowercased()) {
            errors.append(FieldError("headers.\(name)", "contains a secret: move it to secret_headers"))
        }
        for (field, body) in [("body", self.body), ("secret_body", self.secretBody)] {
            guard let body, body.utf8.count > Self.maxBodyLength else { continue }
            errors.append(FieldError(field, "must not be longer than 64 KiB"))
        }
        if self.body != nil, self.secretBody != nil {
            errors.append(FieldError("secret_body", "cannot be combined with body"))
        }
        if self.expectedStatus.isEmpty { errors.append(FieldError("expected_status", "must have at least one entry")) }
        if self.expectedStatus.count > 20 { errors.append(FieldError("expected_status", "must not have more than 20 entries")) }
        for (position, range) in self.expectedStatus.enumerated() where !range.isValid {
            errors.append(
                FieldError("expected_status.\(position)", "must be a status code such as 200, or a range such as 200-299"))
        }
        errors += Assertion.validate(self.assertions, sources: HTTPProbe.assertionSources)
        return errors + self.checkCredentials() + self.tls.validate() + self.dialOptions.validate()
    }

    private func checkCredentials() -> [FieldError] {
        var errors: [FieldError] = []
        for (field, text) in [("username", self.username), ("password", self.password), ("bearer_token", self.bearerToken)] {
            guard let text else { continue }
            if text.utf8.count > 4_096 { errors.append(FieldError(field, "must not be longer than 4096 bytes")) }
            if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                errors.append(FieldError(field, "must not contain control characters"))
            }
        }
        if self.username?.contains(":") == true { errors.append(FieldError("username", "must not contain a colon")) }
        if self.password != nil && self.username == nil { errors.append(FieldError("username", "is required with a password")) }
        let ways = [
            self.username != nil, self.bearerToken != nil,
            self.secretHeaders.keys.contains { $0.lowercased() == "authorization" },
        ]
        if ways.count(where: { $0 }) > 1 {
            errors.append(FieldError("username", "cannot be combined with another authentication method"))
        }
        return errors
    }

    // BOUNDED: by JSONParser
    private static func check(_ headers: [String: String], _ field: String) -> [FieldError] {
        guard headers.count <= Self.maxHeaders else {
            return [FieldError(field, "must not have more than \(Self.maxHeaders) entries")]
        }
        var errors: [FieldError] = []
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            if !HTTPSyntax.isToken(name) {
                errors.append(FieldError(field, "contains an invalid header name"))
            } else if Self.reserved.contains(name.lowercased()) {
                errors.append(FieldError("\(field).\(name)", "is set by StatusHawk and cannot be changed"))
            } else if !HTTPSyntax.isFieldValue(value) {
                errors.append(
                    FieldError("\(field).\(name)", "must be at most 4096 bytes without line breaks and control characters"))
            }
        }
        return errors
    }
}

/// The syntax of a request head (RFC 9110, section 5). Nothing else is ever sent.
enum HTTPSyntax {
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

    /// Returns the error in a method. Nil if there is none.
    static func problem(toMethod method: String) -> String? {
        if ["TRACE", "CONNECT"].contains(method) { return "must not be \(method)" }
        let isCapital = !method.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isCapital && method.utf8.count <= 32 && self.isToken(method)
            ? nil : "must be a method such as GET or PROPFIND, in uppercase"
    }

    static func isFieldValue(_ text: String) -> Bool {
        text.utf8.count <= 4_096 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
