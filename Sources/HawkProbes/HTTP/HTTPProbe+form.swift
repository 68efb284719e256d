package import HawkCore

extension HTTPProbe {
    static let assertionSources: [Assertion.Source] = [.body, .header, .status, .latency, .certificateDays]

    package static let form: [FormField] =
        [
            FormField(
                "method", "Method", .select, defaultValue: "GET", options: HTTPSettings.Method.allCases.map(\.rawValue)),
            FormField("headers", "Headers", .map, help: "Everyone in the organization can read them.", defaultValue: [:]),
            FormField(
                "secret_headers", "Secret headers", .map, secret: true,
                help: "For Authorization, Cookie, API keys: never shown again."),
            FormField("body", "Body", .multiline, help: "At most 64 KiB."),
            FormField(
                "expected_status", "Expected status", .list, help: "Statuses and ranges; any of them is good.",
                placeholder: "200-299", defaultValue: ["200-299"]),
            FormField("follow_redirects", "Follow redirects", .toggle, help: "At most 10.", defaultValue: true),
            Assertion.field(Self.assertionSources, help: "About body, headers, status, latency and the certificate."),
            FormField(
                "http_version", "HTTP version", .select, help: "Any: HTTP/2 where the server chooses it.", defaultValue: "1.1",
                options: HTTPVersionChoice.allCases.map(\.rawValue)),
            FormField("username", "User name", .text, help: "For HTTP basic authentication."),
            FormField("password", "Password", .text, secret: true),
            FormField("bearer_token", "Bearer token", .text, secret: true, help: "Instead of user name and password."),
        ] + TLSSettings.form + Reach.form
}
