import HawkCore

/// https://developers.brevo.com/reference/sendtransacemail
struct BrevoChannel: HTTPService {
    static let type = ChannelType(rawValue: "brevo")
    static let label = "Brevo"
    static let steps = [
        "Verify a sender, or authenticate its domain, under *Senders, domains, IPs*.",
        "Create an API key under *SMTP & API*, *API keys*. An SMTP key does not work.",
        "Allow StatusHawk's address under *Security*, *Authorized IPs*, if the list is active.",
    ]
    static let limits = AlertLimits.mail

    struct Settings: ChannelSettings {
        var apiKey = ""
        var envelope = MailEnvelope()

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true, placeholder: "xkeysib-…")
            SettingsPart(\.envelope)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.brevo.com/v3/smtp/email",
            json: [
                "sender": config.envelope.senderJSON, "to": config.envelope.recipientsJSON,
                "subject": .string(Self.withoutPlaceholders(alert.title)),
                "textContent": .string(Self.withoutPlaceholders(alert.mail.plain)),
                "htmlContent": .string(Self.withoutPlaceholders(alert.mail.html)),
                "headers": config.envelope.headersJSON(for: alert),
            ], headers: ["api-key": config.apiKey, "Accept": "application/json"])
    }

    /// Brevo replaces `{{ name }}`, and refuses a mail with an invalid placeholder. A word joiner prevents both.
    private static func withoutPlaceholders(_ text: String) -> String {
        ["{{", "{%", "{#"].reduce(text) { $0.replacing($1, with: "{\u{2060}\($1.dropFirst())") }
    }
}
