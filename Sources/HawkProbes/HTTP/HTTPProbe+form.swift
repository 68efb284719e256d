package import HawkCore

extension HTTPProbe {
    static let assertionSources: [Assertion.Source] = [.body, .json, .header, .status, .latency, .certificateDays]

    /// What is asked, what the answer must be, who asks, and how.
    package static let form: [FormField] = request + answer + Inversion.form + credentials + way + TLSSettings.form + Reach.form

    private static let request = [
        FormField(
            "method", "Method", .text, help: "In capitals; any but TRACE and CONNECT.", defaultValue: "GET",
            options: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        FormField(
            "headers", "Headers", .map, secretBinding: .host, help: "Everyone in the organization can read them.",
            defaultValue: [:]),
        FormField(
            "secret_headers", "Secret headers", .map, secret: true,
            help: "For Authorization, Cookie, API keys: never shown again."),
        FormField("body", "Body", .multiline, help: "At most 64 KiB. Everyone in the organization can read it."),
        FormField(
            "secret_body", "Secret body", .multiline, secret: true,
            help: "Instead of the body where it holds a password or a key: never shown again."),
    ]

    private static let answer = [
        FormField(
            "expected_status", "Expected status", .list, help: "Statuses and ranges; any of them is good.",
            placeholder: "200-299", defaultValue: ["200-299"]),
        Assertion.field(
            HTTPProbe.assertionSources,
            help: "All must hold. A JSON path looks like $.items[0].id; regular expressions are PCRE2's."),
    ]

    private static let credentials = [
        FormField("username", "User name", .text, help: "For HTTP basic authentication."),
        FormField("password", "Password", .text, secret: true),
        FormField("bearer_token", "Bearer token", .text, secret: true, help: "Instead of user name and password."),
    ]

    private static let way = [
        FormField("follow_redirects", "Follow redirects", .toggle, defaultValue: true),
        FormField(
            "max_redirects", "Redirects at most", .number, help: "More are a failure.", defaultValue: 10,
            minimum: Double(HTTPSettings.redirectRange.lowerBound), maximum: Double(HTTPSettings.redirectRange.upperBound)),
        FormField(
            "cache_buster", "Pass caches by", .toggle, help: "Adds a random statushawk=… to the query.", defaultValue: false),
        FormField(
            "http_version", "HTTP version", .select, help: "Any: HTTP/2 where the server chooses it.", defaultValue: "1.1",
            options: HTTPVersionChoice.allCases.map(\.rawValue)),
        FormField(
            "strict_http", "Strict HTTP", .toggle,
            help: "Responses that deviate from the HTTP standard are failures, even if browsers accept them.",
            defaultValue: false),
    ]
}
