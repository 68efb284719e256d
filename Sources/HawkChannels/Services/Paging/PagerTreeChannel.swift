import HawkCore

/// https://pagertree.com/docs/integration-guides/webhook
struct PagerTreeChannel: HTTPService {
    static let type = ChannelType(rawValue: "pagertree")
    static let label = "PagerTree"
    static let steps = [
        "Open Integrations and create an integration of the type Webhook.",
        "Copy its endpoint URL.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting(
                "url", "Endpoint URL", \.url, .webURL, kind: .url, required: true, secret: true,
                help: "Of an integration of the type Webhook.", placeholder: "https://api.pagertree.com/integration/int_…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let urgency: JSONValue = alert.severity.mapped(critical: "critical", warning: "medium", info: "low")
        return .post(
            config.url,
            json: [
                "event_type": alert.isEnd ? "resolve" : "create", "Id": .string(alert.incidentKey),
                "Title": .string(alert.title), "Description": .string(alert.text),
                "Urgency": alert.kind == .test ? "silent" : urgency, "Meta": ["url": .string(alert.url)],
            ])
    }
}
