import HawkCore

/// https://developers.home-assistant.io/docs/api/rest/
/// https://companion.home-assistant.io/docs/notifications/notifications-basic
struct HomeAssistantChannel: HTTPService {
    static let type = ChannelType(rawValue: "home_assistant")
    static let label = "Home Assistant"
    static let steps = [
        "Open your profile, then *Security*, and create a long-lived access token.",
        "Find the name of the notify service under *Developer tools*, *Actions*, such as `notify.mobile_app_pixel_9`.",
        "If Home Assistant has a private address, the operator of StatusHawk must allow it.",
    ]
    static let limits = AlertLimits(title: .bytes(250), text: .bytes(2_000))

    struct Settings: ChannelSettings {
        var serverURL = "", accessToken = ""
        var service = "notify"

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://home.example.com:8123")
            Setting("access_token", "Long-lived access token", \.accessToken, .token(), required: true, secret: true)
            Setting(
                "service", "Notify service", \.service, .token(1...128), help: "Without notify., for example mobile_app_pixel_9.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let isUrgent = alert.severity == .critical
        return .post(
            config.serverURL.at("api", "services", "notify", config.service),
            json: [
                "title": .string(alert.title), "message": .string(alert.text),
                // Of the app: iOS opens `url`, Android `clickAction`. A later alert with the same tag replaces this one.
                "data": [
                    "url": .string(alert.url), "clickAction": .string(alert.url), "tag": .string(alert.incidentKey),
                    "group": "StatusHawk", "priority": isUrgent ? "high" : .null, "ttl": isUrgent ? 0 : .null,
                ],
            ], headers: .bearer(config.accessToken))
    }
}
