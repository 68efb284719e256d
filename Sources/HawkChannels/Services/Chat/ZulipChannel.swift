import HawkCore

/// https://zulip.com/api/send-message
struct ZulipChannel: HTTPService {
    static let type = ChannelType(rawValue: "zulip")
    static let label = "Zulip"
    static let steps = [
        "Open \"Personal settings\", then \"Bots\", and add a bot of type \"Incoming webhook\".",
        "Copy its e-mail address and API key.",
        "If the channel is private, subscribe the bot to it.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var serverURL = "", botEmail = "", apiKey = "", channel = ""
        var topic = "StatusHawk"

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://example.zulipchat.com")
            Setting("bot_email", "Bot e-mail", \.botEmail, .token(3...254), required: true)
            Setting("api_key", "API key of the bot", \.apiKey, .token(), required: true, secret: true)
            Setting("channel", "Channel", \.channel, .line(1...240), required: true)
            Setting("topic", "Topic", \.topic, .line(1...60))
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("api", "v1", "messages"),
            form: [
                "type": "stream",  // The name of a channel before Zulip 9; all versions accept it.
                "to": config.channel, "topic": config.topic, "content": "**\(alert.title)**\n\(alert.text)",
            ], headers: .basic(config.botEmail, config.apiKey))
    }
}
