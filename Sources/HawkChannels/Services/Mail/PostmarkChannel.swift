import HawkCore

/// https://postmarkapp.com/developer/api/email-api
struct PostmarkChannel: HTTPService {
    static let type = ChannelType(rawValue: "postmark")
    static let label = "Postmark"
    static let steps = [
        "Verify a domain or a sender signature.",
        "Open a server, then *API Tokens*, and copy its token.",
    ]
    static let limits = AlertLimits.mail

    struct Settings: ChannelSettings {
        var serverToken = ""
        var messageStream = "outbound"
        var envelope = MailEnvelope()

        static let settings = SettingList<Settings> {
            Setting("server_token", "Server API token", \.serverToken, .token(), required: true, secret: true)
            Setting("message_stream", "Message stream", \.messageStream, .token(1...64))
            SettingsPart(\.envelope)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.postmarkapp.com/email",
            json: [
                "From": .string(config.envelope.sender), "To": .string(config.envelope.to.joined(separator: ",")),
                "Subject": .string(alert.title), "TextBody": .string(alert.mail.plain), "HtmlBody": .string(alert.mail.html),
                "MessageStream": .string(config.messageStream),
                "Headers": .array(
                    config.envelope.headers(for: alert).map { ["Name": .string($0), "Value": .string($1)] }),
            ], headers: ["X-Postmark-Server-Token": config.serverToken, "Accept": "application/json"])
    }
}
