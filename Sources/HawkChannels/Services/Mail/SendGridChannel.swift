import HawkCore

/// https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
struct SendGridChannel: HTTPService {
    static let type = ChannelType(rawValue: "sendgrid")
    static let label = "SendGrid"
    static let steps = [
        "Authenticate a domain, or verify a single sender, under *Settings*, *Sender Authentication*.",
        "Create an API key with *Restricted access* to *Mail Send*.",
    ]
    static let limits = AlertLimits.mail

    struct Settings: ChannelSettings {
        enum Region: String, SettingChoice { case global, eu }

        var region = Region.global
        var apiKey = ""
        var envelope = MailEnvelope()

        static let settings = SettingList<Settings> {
            Setting("region", "Region", \.region, secretBinding: .value)
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true, placeholder: "SG.…")
            SettingsPart(\.envelope)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.region == .eu ? "https://api.eu.sendgrid.com/v3/mail/send" : "https://api.sendgrid.com/v3/mail/send",
            json: [
                "personalizations": [["to": config.envelope.recipientsJSON]], "from": config.envelope.senderJSON,
                "subject": .string(alert.title), "headers": config.envelope.headersJSON(for: alert),
                "content": [
                    ["type": "text/plain", "value": .string(alert.mail.plain)],
                    ["type": "text/html", "value": .string(alert.mail.html)],
                ],
            ], headers: .bearer(config.apiKey))
    }
}
