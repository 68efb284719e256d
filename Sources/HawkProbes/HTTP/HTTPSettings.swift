import HawkCore

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

    package static let members = Self.ownMembers + Inversion.members + TLSSettings.members + DialOptions.members

    package enum CodingKeys: CodingKey, CaseIterable {
        case method, headers, body, expectedStatus, followRedirects, maxRedirects, cacheBuster, httpVersion, strictHTTP
        case assertions, username, password, bearerToken, secretHeaders, secretBody
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.method = try members.decode(.method, or: "GET")
        self.headers = try members.decode(.headers, or: [:])
        self.body = try members.decodeIfPresent(String.self, forKey: .body)
        self.expectedStatus = try members.decode(.expectedStatus, or: [.success])
        self.followRedirects = try members.decode(.followRedirects, or: true)
        self.maxRedirects = try members.decode(.maxRedirects, or: 10)
        self.cacheBuster = try members.decode(.cacheBuster, or: false)
        self.httpVersion = try members.decode(.httpVersion, choiceOr: .http1)
        self.strictHTTP = try members.decode(.strictHTTP, or: false)
        self.assertions = try members.decode(.assertions, or: [])
        self.username = try members.decodeIfPresent(String.self, forKey: .username)
        self.password = try members.decodeIfPresent(String.self, forKey: .password)
        self.bearerToken = try members.decodeIfPresent(String.self, forKey: .bearerToken)
        self.secretHeaders = try members.decode(.secretHeaders, or: [:])
        self.secretBody = try members.decodeIfPresent(String.self, forKey: .secretBody)
        self.inversion = try Inversion(from: decoder)
        self.tls = try TLSSettings(from: decoder)
        self.dialOptions = try DialOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.method, forKey: .method)
        try members.encode(self.headers, forKey: .headers)
        try members.encodeIfPresent(self.body, forKey: .body)
        try members.encode(self.expectedStatus, forKey: .expectedStatus)
        try members.encode(self.followRedirects, forKey: .followRedirects)
        try members.encode(self.maxRedirects, forKey: .maxRedirects)
        try members.encode(self.cacheBuster, forKey: .cacheBuster)
        try members.encode(self.httpVersion, forKey: .httpVersion)
        try members.encode(self.strictHTTP, forKey: .strictHTTP)
        try members.encode(self.assertions, forKey: .assertions)
        try members.encodeIfPresent(self.username, forKey: .username)
        try members.encodeIfPresent(self.password, forKey: .password)
        try members.encodeIfPresent(self.bearerToken, forKey: .bearerToken)
        if !self.secretHeaders.isEmpty { try members.encode(self.secretHeaders, forKey: .secretHeaders) }
        try members.encodeIfPresent(self.secretBody, forKey: .secretBody)
        try self.inversion.encode(to: encoder)
        try self.tls.encode(to: encoder)
        try self.dialOptions.encode(to: encoder)
    }
}
