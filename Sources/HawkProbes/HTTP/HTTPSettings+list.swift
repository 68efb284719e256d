package import HawkCore

extension HTTPSettings {
    /// The request, the expected response, the credentials and the connection.
    package static let settings = SettingList<HTTPSettings> {
        Setting(
            "method", "Method", \.method, .valid(HTTPSyntax.problem(toMethod:)),
            help: "Uppercase. Any method except TRACE and CONNECT.",
            options: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        Setting(
            "headers", "Headers", \.headers, .entries(0...50), .check(HTTPSyntax.errors(inHeaders:)),
            .check(HTTPSyntax.errors(inReadableHeaders:)), secretBinding: .host, help: "Visible to everyone in the organization.")
        Setting(
            "secret_headers", "Secret headers", \.secretHeaders, .entries(0...50), .check(HTTPSyntax.errors(inHeaders:)),
            secret: true, help: "For Authorization, Cookie and API keys. Never shown again.")
        Setting(
            "body", "Body", \.body, .bytes(0...64 * 1_024), kind: .multiline,
            help: "At most 64 KiB. Visible to everyone in the organization.")
        Setting(
            "secret_body", "Secret body", \.secretBody, .bytes(0...64 * 1_024), kind: .multiline, secret: true,
            help: "Use it instead of Body for passwords and keys. Never shown again.")

        Setting(
            "expected_status", "Expected status", \.expectedStatus, .entries(1...20),
            .each { $0.isValid ? nil : "must be a status code such as 200, or a range such as 200-299" },
            help: "Status codes and ranges. Any match counts as success.", placeholder: "200-299")
        Assertion.setting(
            \.assertions, on: [.body, .json, .header, .status, .latency, .certificateDays],
            help: "All must hold. JSON paths look like $.items[0].id. Regular expressions use PCRE2 syntax.")
        SettingsPart(\.inversion)

        Setting(
            "username", "User name", \.username, .bytes(0...4_096), Self.line,
            .valid { $0.contains(":") ? "must not contain a colon" : nil }, help: "For HTTP basic authentication.")
        Setting("password", "Password", \.password, .bytes(0...4_096), Self.line, secret: true)
        Setting(
            "bearer_token", "Bearer token", \.bearerToken, .bytes(0...4_096), Self.line, secret: true,
            help: "Use it instead of user name and password.")

        Setting("follow_redirects", "Follow redirects", \.followRedirects)
        Setting(
            "max_redirects", "Max redirects", \.maxRedirects, .range(0...20), help: "More redirects count as failure.")
        Setting(
            "cache_buster", "Bypass caches", \.cacheBuster, help: "Adds a random statushawk=… parameter to the query.")
        Setting("http_version", "HTTP version", \.httpVersion, help: "Any: HTTP/2 if the server selects it.")
        Setting(
            "strict_http", "Strict HTTP", \.strictHTTP,
            help: "Responses that deviate from the HTTP standard count as failure, even if browsers accept them.")
        SettingsPart(\.tls)
        SettingsPart(\.dialOptions)
    }

    private static let line = SettingRule<String>.valid { text in
        text.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? "must not contain control characters" : nil
    }
}
