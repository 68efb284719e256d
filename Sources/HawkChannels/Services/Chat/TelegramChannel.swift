import HawkCore

/// https://core.telegram.org/bots/api#sendmessage
struct TelegramChannel: HTTPService {
    static let type = ChannelType(rawValue: "telegram")
    static let label = "Telegram"
    static let steps = [
        "Write `/newbot` to @BotFather (https://t.me/BotFather) and copy the token.",
        "Start a chat with the bot, or add it to the group or channel. In a channel, it must be an administrator.",
        "Send a message there and read the number `chat.id` at `https://api.telegram.org/bot<token>/getUpdates`.",
    ]
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
                "link_preview_options": ["is_disabled": true], "reply_parameters": Self.reply(to: alert.thread),
            ])
    }

    func reference(in answer: ServiceAnswer) -> String? {
        if case .int(let id)? = answer.json["result"]?["message_id"] { "\(id)" } else { nil }
    }

    private static func reply(to message: String?) -> JSONValue {
        message.flatMap { Int64($0) }.map { ["message_id": .int($0), "allow_sending_without_reply": true] } ?? .null
    }
}
