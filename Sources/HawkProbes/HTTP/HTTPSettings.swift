package import HawkCore

/// How to request a URL, and what its response must be.
package struct HTTPSettings: MonitorSettings {
    package var method = "GET"
    package var headers: [String: String] = [:]  // BOUNDED: by JSONParser
    package var body: String?
    package var expectedStatus = [HTTPStatusRange.success]
    package var followRedirects = true
    package var maxRedirects = 10
    /// Whether a random parameter is added to the query, so that no cache responds in place of the target.
    package var cacheBuster = false
    package var httpVersion = HTTPVersionChoice.http1
    /// Whether a response that deviates from the HTTP standard is a failure, even if curl and browsers accept it.
    package var strictHTTP = false
    package var assertions: [Assertion] = []
    package var username: String?
    package var password: String?
    package var bearerToken: String?
    /// Like `headers`, write-only.
    package var secretHeaders: [String: String] = [:]  // BOUNDED: by JSONParser
    /// In place of `body`, write-only.
    package var secretBody: String?
    package var inversion = Inversion()
    package var tls = TLSSettings()
    package var dialOptions = DialOptions()

    package init() {}

    package var isInverted: Bool { self.inversion.inverted }

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if self.body != nil, self.secretBody != nil {
            errors.append(FieldError("secret_body", "cannot be combined with body"))
        }
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
}
