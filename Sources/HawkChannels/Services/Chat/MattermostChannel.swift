import HawkCore

/// https://developers.mattermost.com/integrate/webhooks/incoming/
struct MattermostChannel: HTTPService {
    static let type = ChannelType(rawValue: "mattermost")
    static let label = "Mattermost"
    static let steps = [
        "Choose \"Integrations\" in the product menu, then \"Incoming Webhooks\". An administrator may have to enable "
            + "them.",
        "Add a webhook for a channel and copy its URL.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))
    static let markup = Markup.markdown

    struct Settings: ChannelSettings {
        var url = ""
        var channel: String?

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://mattermost.example.com/hooks/…")
            Setting("channel", "Channel", \.channel, .token(1...64), help: "The webhook's own channel if empty.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "channel": config.channel.map { .string($0) } ?? .null, "text": .string("**\(alert.title)**"),
                "attachments": [
                    [
                        "fallback": .string(alert.title), "color": .string(alert.severity.hexColor),
                        "text": .string(alert.text),
                    ]
                ],
            ])
    }
}
