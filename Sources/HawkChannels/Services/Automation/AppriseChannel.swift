import HawkCore

/// https://github.com/caronc/apprise-api#api-details
struct AppriseChannel: HTTPService {
    static let type = ChannelType(rawValue: "apprise")
    static let label = "Apprise"
    static let steps = [
        "Run the server, for example as the container `caronc/apprise`.",
        "Store the URLs of your services under a configuration key in its web page. Or enter them here instead.",
        "If the server has a private address, the operator of StatusHawk must allow it.",
    ]
    static let limits = AlertLimits(title: .bytes(250), text: .bytes(4_096))
    /// It is unknown which services get the text. Word joiners prevent mentions and tags in most.
    static let markup = Markup(replacement: { $0 == "@" || $0 == "<" ? "\($0)\u{2060}" : nil })
    /// A service did not accept the notification.
    static let temporaryStatuses: Set<Int> = [424]

    struct Settings: ChannelSettings {
        var serverURL = ""
        var key: String?, urls: String?, tag: String?

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://apprise.example.com")
            Setting("key", "Configuration key", \.key, .token(1...64), secret: true, help: "Selects services on the server.")
            Setting(
                "urls", "Service URLs", \.urls, .bytes(1...4_096), secret: true,
                help: "Separated by commas. Needed only without a configuration key.", placeholder: "ntfys://topic")
            Setting("tag", "Tag", \.tag, .line(), help: "Selects some of the stored services. All if empty.")
        }

        func validate() -> [FieldError] {
            self.key == nil && self.urls == nil ? [FieldError("key", "is required unless there are service URLs")] : []
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let isStored = config.key != nil
        return .post(
            config.serverURL.at("notify", config.key ?? ""),
            json: [
                "title": .string(alert.title), "body": .string(alert.text), "type": .string(Self.kind(alert.severity)),
                "format": "text", "tag": isStored ? config.tag.map { .string($0) } ?? .null : .null,
                "urls": isStored ? .null : config.urls.map { .string($0) } ?? .null,
            ])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        answer.status == 204 ? ServiceRefusal("no service has this key and tag") : nil
    }

    private static func kind(_ severity: ServiceAlert.Severity) -> String {
        switch severity {
        case .critical: "failure"
        case .warning: "warning"
        case .resolved: "success"
        case .info: "info"
        }
    }
}
