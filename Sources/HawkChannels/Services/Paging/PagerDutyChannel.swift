import HawkCore

/// https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
struct PagerDutyChannel: HTTPService {
    static let type = ChannelType(rawValue: "pagerduty")
    static let label = "PagerDuty"
    static let steps = [
        "Open the service in PagerDuty, then Integrations, and add an integration of the type Events API V2.",
        "Copy its integration key.",
        "If your account's address ends in `.eu.pagerduty.com`, select the region `eu`.",
    ]
    static let limits = AlertLimits(title: .scalars(1_024), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        enum Region: String, SettingChoice { case us, eu }

        var routingKey = ""
        var region = Region.us

        static let settings = SettingList<Settings> {
            Setting("routing_key", "Integration key", \.routingKey, .token(32...32), required: true, secret: true)
            Setting("region", "Region", \.region, secretBinding: .value)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let host = config.region == .eu ? "events.eu.pagerduty.com" : "events.pagerduty.com"
        let payload: JSONValue = [
            "summary": .string(alert.title), "source": .string(alert.subject),
            "severity": alert.severity.mapped(critical: "critical", warning: "warning", info: "info"),
            "timestamp": .string(alert.occurredAt.description), "custom_details": ["message": .string(alert.body)],
        ]
        return .post(
            "https://\(host)/v2/enqueue",
            json: [
                "routing_key": .string(config.routingKey), "event_action": alert.isEnd ? "resolve" : "trigger",
                "dedup_key": .string(alert.incidentKey), "payload": payload, "client": "StatusHawk",
                "client_url": .string(alert.url), "links": [["href": .string(alert.url), "text": "Details"]],
            ])
    }
}
