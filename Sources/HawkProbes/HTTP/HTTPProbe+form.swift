package import HawkCore

extension HTTPProbe {
    static let assertionSources: [Assertion.Source] = [.body, .json, .header, .status, .latency, .certificateDays]

    /// The request, the expected response, the credentials and the connection.
    package static let form: [FormField] =
        request + answer + Inversion.form + credentials + way + TLSSettings.form + DialOptions.form

    private static let request = [
        FormField(
            "method", "Method", .text, help: "Uppercase. Any method except TRACE and CONNECT.", default: "GET",
            options: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        FormField(
            "headers", "Headers", .map, secretBinding: .host, help: "Visible to everyone in the organization.",
            default: [:]),
        FormField(
            "secret_headers", "Secret headers", .map, secret: true,
            help: "For Authorization, Cookie and API keys. Never shown again."),
        FormField("body", "Body", .multiline, help: "At most 64 KiB. Visible to everyone in the organization."),
        FormField(
            "secret_body", "Secret body", .multiline, secret: true,
            help: "Use it instead of Body for passwords and keys. Never shown again."),
    ]

    private static let answer = [
        FormField(
            "expected_status", "Expected status", .list, help: "Status codes and ranges. Any match counts as success.",
            placeholder: "200-299", default: ["200-299"]),
        Assertion.field(
            HTTPProbe.assertionSources,
            help: "All must hold. JSON paths look like $.items[0].id. Regular expressions use PCRE2 syntax."),
    ]

    private static let credentials = [
        FormField("username", "User name", .text, help: "For HTTP basic authentication."),
        FormField("password", "Password", .text, secret: true),
        FormField("bearer_token", "Bearer token", .text, secret: true, help: "Use it instead of user name and password."),
    ]

    private static let way = [
        FormField("follow_redirects", "Follow redirects", .toggle, default: true),
        FormField(
            "max_redirects", "Max redirects", .number, help: "More redirects count as failure.", default: 10,
            minimum: Double(HTTPSettings.redirectRange.lowerBound), maximum: Double(HTTPSettings.redirectRange.upperBound)),
        FormField(
            "cache_buster", "Bypass caches", .toggle, help: "Adds a random statushawk=… parameter to the query.",
            default: false),
        FormField(
            "http_version", "HTTP version", .select, help: "Any: HTTP/2 if the server selects it.", default: "1.1",
            options: HTTPVersionChoice.allCases.map(\.rawValue)),
        FormField(
            "strict_http", "Strict HTTP", .toggle,
            help: "Responses that deviate from the HTTP standard count as failure, even if browsers accept them.",
            default: false),
    ]
}
