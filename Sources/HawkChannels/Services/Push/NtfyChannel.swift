import HawkCore

/// https://docs.ntfy.sh/publish/#publish-as-json
struct NtfyChannel: HTTPService {
    static let type = ChannelType(rawValue: "ntfy")
    static let label = "ntfy"
    static let steps = [
        "Install the ntfy app, or open your server's web page.",
        "Subscribe to a topic with a name that is hard to guess.",
        "On a server with access control, create an access token for the topic.",
    ]
    static let limits = AlertLimits(title: .bytes(250), text: .bytes(4_096))

    struct Settings: ChannelSettings {
        var serverURL = "https://ntfy.sh"
        var topic = ""
        var token: String?

        static let settings = SettingList<Settings> {
            Setting("server_url", "Server", \.serverURL, .webURL, kind: .url, secretBinding: .origin)
            Setting(
                "topic", "Topic", \.topic, .token(1...64), required: true, help: "Anyone who knows the topic can read the alerts."
            )
            Setting("token", "Access token", \.token, .token(), secret: true, help: "Needed only if the topic is protected.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL,
            json: [
                "topic": .string(config.topic), "title": .string(alert.title), "message": .string(alert.body),
                "priority": alert.severity == .critical ? 5 : 3, "tags": [.string(Self.tag(alert.severity))],
                "click": .string(alert.url),
            ], headers: config.token.map { .bearer($0) } ?? [:])
    }

    /// The names of emoji, which ntfy shows before the title.
    private static func tag(_ severity: ServiceAlert.Severity) -> String {
        switch severity {
        case .critical: "rotating_light"
        case .warning: "warning"
        case .resolved: "white_check_mark"
        case .info: "information_source"
        }
    }
}
