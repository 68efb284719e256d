import HawkCore

/// https://developer.twist.com/v3/#integrations
struct TwistChannel: HTTPService {
    static let type = ChannelType(rawValue: "twist")
    static let label = "Twist"
    static let steps = [
        "Open \"Add integrations\", then \"Build\", and create a channel or thread integration.",
        "Install it in the channel or thread.",
        "Copy the URL for posting data manually.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(
                \.url, label: "URL to post data", placeholder: "https://twist.com/api/v3/integration_incoming/post_data?…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                // The title of a new thread, if the integration posts to a channel.
                "title": .string(alert.title), "content": .string("**\(alert.title)**\n\(alert.text)"),
            ])
    }
}
