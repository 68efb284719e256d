import HawkCore

/// How a URL is asked, and what its answer must be like.
package struct HTTPSettings: MonitorSettings {
    package enum Method: String, Codable, CaseIterable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"
    }

    package var method = Method.get
    package var headers: [String: String] = [:]
    package var body: String?
    package var expectedStatus = [HTTPStatusRange.success]
    package var followRedirects = true
    package var verifyTLS = true
    package var assertions: [HTTPAssertion] = []
    package var username: String?
    package var password: String?
    package var bearerToken: String?
    /// Like `headers`, write-only.
    package var secretHeaders: [String: String] = [:]

    package init() {}

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case method, headers, body
        case expectedStatus = "expected_status"
        case followRedirects = "follow_redirects"
        case verifyTLS = "verify_tls"
        case assertions, username, password
        case bearerToken = "bearer_token"
        case secretHeaders = "secret_headers"
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.method = try members.decode(.method, choiceOr: .get)
        self.headers = try members.decode(.headers, or: [:])
        self.body = try members.decodeIfPresent(String.self, forKey: .body)
        self.expectedStatus = try members.decode(.expectedStatus, or: [.success])
        self.followRedirects = try members.decode(.followRedirects, or: true)
        self.verifyTLS = try members.decode(.verifyTLS, or: true)
        self.assertions = try members.decode(.assertions, or: [])
        self.username = try members.decodeIfPresent(String.self, forKey: .username)
        self.password = try members.decodeIfPresent(String.self, forKey: .password)
        self.bearerToken = try members.decodeIfPresent(String.self, forKey: .bearerToken)
        self.secretHeaders = try members.decode(.secretHeaders, or: [:])
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.method, forKey: .method)
        try members.encode(self.headers, forKey: .headers)
        try members.encodeIfPresent(self.body, forKey: .body)
        try members.encode(self.expectedStatus, forKey: .expectedStatus)
        try members.encode(self.followRedirects, forKey: .followRedirects)
        try members.encode(self.verifyTLS, forKey: .verifyTLS)
        try members.encode(self.assertions, forKey: .assertions)
        try members.encodeIfPresent(self.username, forKey: .username)
        try members.encodeIfPresent(self.password, forKey: .password)
        try members.encodeIfPresent(self.bearerToken, forKey: .bearerToken)
        if !self.secretHeaders.isEmpty { try members.encode(self.secretHeaders, forKey: .secretHeaders) }
    }
}
