import HawkCore

/// https://nextcloud-talk.readthedocs.io/en/latest/chat/#sending-a-new-chat-message
struct NextcloudTalkChannel: HTTPService {
    static let type = ChannelType(rawValue: "nextcloud_talk")
    static let label = "Nextcloud Talk"
    static let steps = [
        "Create a user for alerts and add it to the conversation.",
        "As that user, create an app password in \"Personal settings\", \"Security\".",
        "Copy the last part of the conversation's URL (`/call/<token>`).",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var serverURL = "", user = "", appPassword = "", roomToken = ""

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://cloud.example.com")
            Setting("user", "User", \.user, .line(), required: true)
            Setting("app_password", "App password", \.appPassword, .token(), required: true, secret: true)
            Setting(
                "room_token", "Conversation token", \.roomToken, .token(1...64), required: true,
                help: "The last part of the conversation's URL.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        var headers = [String: String].basic(config.user, config.appPassword)
        headers["OCS-APIRequest"] = "true"
        headers["Accept"] = "application/json"
        return .post(
            config.serverURL.at("ocs", "v2.php", "apps", "spreed", "api", "v1", "chat", config.roomToken),
            json: ["message": .string("**\(alert.title)**\n\(alert.text)")], headers: headers)
    }
}
