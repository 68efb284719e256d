import HawkCore

/// https://discord.com/developers/docs/resources/webhook#execute-webhook
struct DiscordChannel: HTTPService {
    static let type = ChannelType(rawValue: "discord")
    static let label = "Discord"
    static let steps = [
        "Open the settings of the channel, then \"Integrations\" and \"Webhooks\".",
        "Create a webhook and copy its URL.",
    ]
    static let limits = AlertLimits(title: .utf16(256), text: .utf16(4_096))
    static let markup = Markup.markdown

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://discord.com/api/webhooks/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "embeds": [
                    [
                        "title": .string(alert.title), "description": .string(alert.body), "url": .string(alert.url),
                        "color": .int(alert.severity.color), "timestamp": .string(alert.occurredAt.description),
                    ]
                ],
                "allowed_mentions": ["parse": []],
            ])
    }
}
