import HawkCore

/// https://docs.rocket.chat/docs/integrations
struct RocketChatChannel: HTTPService {
    static let type = ChannelType(rawValue: "rocket_chat")
    static let label = "Rocket.Chat"
    static let steps = [
        "As an administrator, open \"Workspace\", then \"Integrations\", and create an incoming webhook.",
        "Enable it, select the channel and the user that it posts as, and leave the script off.",
        "Save it and copy the webhook URL.",
    ]
    static let limits = AlertLimits(title: .utf16(256), text: .utf16(4_096))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var url = ""
        var channel: String?

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://chat.example.com/hooks/…")
            Setting("channel", "Channel", \.channel, .token(1...128), help: "The webhook's own channel if empty.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "channel": config.channel.map { .string($0) } ?? .null, "text": .string("*\(alert.title)*"),
                "attachments": [["color": .string(alert.severity.hexColor), "text": .string(alert.text)]],
            ])
    }
}
