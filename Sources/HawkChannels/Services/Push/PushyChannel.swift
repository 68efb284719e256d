import HawkCore

/// https://pushy.me/docs/api/send-notifications
struct PushyChannel: HTTPService {
    static let type = ChannelType(rawValue: "pushy")
    static let label = "Pushy"
    static let steps = [
        "Open the app in Pushy's dashboard, then API Authentication, and copy the secret API key.",
        "Copy the device token that your app received from Pushy, or select a topic that it subscribes to.",
    ]
    /// Pushy limits the whole payload to 4,096 bytes, and it contains the texts twice.
    static let limits = AlertLimits(title: .bytes(150), text: .bytes(1_024))

    struct Settings: ChannelSettings {
        var apiKey = "", token = ""

        static let settings = SettingList<Settings> {
            Setting("api_key", "Secret API key", \.apiKey, .token(), required: true, secret: true)
            Setting(
                "token", "Device token or topic", \.token, .token(), required: true, secret: true,
                help: "A topic begins with /topics/.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.pushy.me/push?api_key=\(config.apiKey.percentEncoded)",
            json: [
                "to": .string(config.token),
                // For apps on Android, which draw the notification, and for apps on iOS.
                "data": ["title": .string(alert.title), "message": .string(alert.body), "url": .string(alert.url)],
                "notification": ["title": .string(alert.title), "body": .string(alert.body)],
            ])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard answer.json["success"] != true else { return nil }
        return ServiceRefusal(answer.json["error"]?.string ?? answer.text, retry: .later)
    }
}
