import HawkCore

/// https://gotify.net/docs/pushmsg and https://gotify.net/docs/msgextras
struct GotifyChannel: HTTPService {
    static let type = ChannelType(rawValue: "gotify")
    static let label = "Gotify"
    static let steps = [
        "Open Gotify, then Apps, and create an application.",
        "Copy the token of the application.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var serverURL = "", token = ""

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://gotify.example.com")
            Setting("token", "Token of your application", \.token, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("message"),
            json: [
                "title": .string(alert.title), "message": .string(alert.body),
                "priority": alert.severity.mapped(critical: 8, warning: 5, info: 4),
                "extras": [
                    "client::display": ["contentType": "text/plain"],
                    "client::notification": ["click": ["url": .string(alert.url)]],
                ],
            ], headers: ["X-Gotify-Key": config.token])
    }
}
