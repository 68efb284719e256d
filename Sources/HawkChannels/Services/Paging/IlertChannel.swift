import HawkCore

/// https://docs.ilert.com/developer-docs/rest-api/api-reference/events
struct IlertChannel: HTTPService {
    static let type = ChannelType(rawValue: "ilert")
    static let label = "ilert"
    static let steps = [
        "Open Alert sources and create an alert source with the integration type API.",
        "Copy its integration key.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var integrationKey = ""

        static let settings = SettingList<Settings> {
            Setting(
                "integration_key", "Integration key of the alert source", \.integrationKey, .token(), required: true, secret: true
            )
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.ilert.com/api/events",
            json: [
                "integrationKey": .string(config.integrationKey), "eventType": alert.isEnd ? "RESOLVE" : "ALERT",
                "summary": .string(alert.title), "details": .string(alert.markdownBody),
                "alertKey": .string(alert.incidentKey), "priority": alert.severity == .critical ? "HIGH" : "LOW",
                "links": [["href": .string(alert.url), "text": "Details"]],
            ])
    }
}
