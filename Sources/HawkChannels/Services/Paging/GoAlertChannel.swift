import HawkCore

/// https://github.com/target/goalert/blob/master/genericapi/handler.go
struct GoAlertChannel: HTTPService {
    static let type = ChannelType(rawValue: "goalert")
    static let label = "GoAlert"
    static let steps = [
        "Open the service in GoAlert, then Integration Keys, and create a key of the type Generic API.",
        "Copy the key: it follows `token=` in the URL that GoAlert shows.",
    ]
    static let limits = AlertLimits(title: .scalars(1_024), text: .scalars(2_000))

    struct Settings: ChannelSettings {
        var serverURL = "", integrationKey = ""

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://goalert.example.com")
            Setting(
                "integration_key", "Key of the generic API integration", \.integrationKey, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("api", "v2", "generic", "incoming"),
            json: [
                "summary": .string(alert.title), "details": .string("\(alert.markdownBody)\n\n\(alert.url)"),
                "dedup": .string(alert.incidentKey), "action": alert.isEnd ? "close" : .null,
            ], headers: .bearer(config.integrationKey))
    }
}
