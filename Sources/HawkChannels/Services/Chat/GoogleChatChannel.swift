import HawkCore

/// https://developers.google.com/workspace/chat/quickstart/webhooks
struct GoogleChatChannel: HTTPService {
    static let type = ChannelType(rawValue: "google_chat")
    static let label = "Google Chat"
    static let steps = [
        "Open the menu of the space, then \"Apps & integrations\" and \"Webhooks\".",
        "Add a webhook and copy its URL.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(3_500))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://chat.googleapis.com/v1/spaces/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url.adding(query: ["messageReplyOption": "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"]),
            json: ["text": .string("*\(alert.title)*\n\(alert.text)"), "thread": ["threadKey": .string(alert.incidentKey)]])
    }
}
