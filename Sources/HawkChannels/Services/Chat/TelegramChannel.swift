import HawkCore

/// https://core.telegram.org/bots/api#sendmessage
struct TelegramChannel: HTTPService {
    static let type = ChannelType(rawValue: "telegram")
    static let label = "Telegram"
    static let limits = AlertLimits(title: .utf16(256), text: .utf16(3_072))
    static let markup = Markup.html.withoutMentions

    struct Settings: ChannelSettings {
        var botToken = "", chatID = ""
        var threadID: Int64?

        static let settings = SettingList<Settings> {
            Setting("bot_token", "Bot token", \.botToken, .token(), required: true, secret: true, placeholder: "123456:ABC-…")
            Setting("chat_id", "Chat ID", \.chatID, .token(1...64), required: true, help: "A number, or the @name of a channel.")
            Setting("thread_id", "Topic ID", \.threadID, .range(1...Int64(Int32.max)), help: "A topic of a group with topics.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.telegram.org".at("bot\(config.botToken)", "sendMessage"),
            json: [
                "chat_id": .string(config.chatID), "message_thread_id": config.threadID.map { .int($0) } ?? .null,
                "text": .string("<b>\(alert.title)</b>\n\(alert.body)\n\(Markup.html.escape(alert.url))"), "parse_mode": "HTML",
                "link_preview_options": ["is_disabled": true],
            ])
    }
}
