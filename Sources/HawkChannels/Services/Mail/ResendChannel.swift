import HawkCore

/// https://resend.com/docs/api-reference/emails/send-email
struct ResendChannel: HTTPService {
    static let type = ChannelType(rawValue: "resend")
    static let label = "Resend"
    static let steps = [
        "Add a https://resend.com/domains and set its DNS records.",
        "Create an API key (https://resend.com/api-keys) with *Sending access*.",
    ]
    static let limits = AlertLimits.mail

    struct Settings: ChannelSettings {
        var apiKey = ""
        var envelope = MailEnvelope()

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true, placeholder: "re_…")
            SettingsPart(\.envelope)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        var headers: [String: String] = .bearer(config.apiKey)
        headers["Idempotency-Key"] = alert.deliveryKey.headerSafe
        return .post(
            "https://api.resend.com/emails",
            json: [
                "from": .string(config.envelope.sender), "to": config.envelope.to.jsonValue, "subject": .string(alert.title),
                "text": .string(alert.mail.plain), "html": .string(alert.mail.html),
                "headers": config.envelope.headersJSON(for: alert),
            ], headers: headers)
    }
}
