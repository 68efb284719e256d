import HawkCore

/// https://developers.line.biz/en/reference/messaging-api/#send-push-message
struct LINEChannel: HTTPService {
    static let type = ChannelType(rawValue: "line")
    static let label = "LINE"
    static let steps = [
        "Create an official account, enable its Messaging API, and issue a channel access token in the LINE Developers "
            + "Console.",
        "Add the account as a friend, or invite it to the group.",
        "Your own user ID is on the tab \"Basic settings\". Group IDs come with the events that LINE sends to a webhook.",
    ]
    static let limits = AlertLimits(title: .utf16(256), text: .utf16(4_500))

    struct Settings: ChannelSettings {
        var channelAccessToken = "", to = ""

        static let settings = SettingList<Settings> {
            Setting(
                "channel_access_token", "Channel access token", \.channelAccessToken, .token(), required: true, secret: true)
            Setting("to", "Recipient", \.to, .token(1...64), required: true, help: "The ID of a user, a group or a room.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.line.me/v2/bot/message/push",
            json: [
                "to": .string(config.to),
                "messages": [["type": "text", "text": .string("\(alert.title)\n\(alert.text)")]],
            ], headers: .bearer(config.channelAccessToken))
    }
}
