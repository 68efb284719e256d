import HawkCore

/// https://pushover.net/api
struct PushoverChannel: HTTPService {
    static let type = ChannelType(rawValue: "pushover")
    static let label = "Pushover"
    static let steps = [
        "Install the Pushover app and sign in. Your user key is on the dashboard; a delivery group has a group key.",
        "Create an application (https://pushover.net/apps/build) and copy its API token.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(1_024))

    struct Settings: ChannelSettings {
        var userKey = "", apiToken = ""
        var device: String?

        static let settings = SettingList<Settings> {
            Setting("user_key", "User or group key", \.userKey, .token(30...30), required: true, secret: true)
            Setting("api_token", "API token of your application", \.apiToken, .token(30...30), required: true, secret: true)
            Setting("device", "Device", \.device, .token(1...25), help: "All devices if empty.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.pushover.net/1/messages.json",
            form: [
                "token": config.apiToken, "user": config.userKey, "device": config.device, "title": alert.title,
                "message": alert.body, "url": alert.url, "url_title": "Details",
                "priority": alert.severity == .critical ? "1" : "0", "timestamp": "\(alert.occurredAt.milliseconds / 1_000)",
            ])
    }
}
