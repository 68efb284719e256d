import HawkCore

/// https://help.victorops.com/knowledge-base/rest-endpoint-integration-guide/
struct SplunkOnCallChannel: HTTPService {
    static let type = ChannelType(rawValue: "splunk_on_call")
    static let label = "Splunk On-Call"
    static let steps = [
        "Open Integrations, then REST Generic, and enable it. The URL ends in the API key and `$routing_key`: copy the "
            + "API key.",
        "Open Settings, then Routing Keys, and select or create the key of the team that receives the alerts.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var apiKey = "", routingKey = ""

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key of the REST integration", \.apiKey, .token(), required: true, secret: true)
            Setting("routing_key", "Routing key", \.routingKey, .line(), required: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let severity: JSONValue = alert.severity.mapped(critical: "CRITICAL", warning: "WARNING", info: "INFO")
        return .post(
            "https://alert.victorops.com/integrations/generic/20131114/alert".at(config.apiKey, config.routingKey),
            json: [
                "message_type": alert.isEnd ? "RECOVERY" : severity, "entity_id": .string(alert.incidentKey),
                "entity_display_name": .string(alert.title), "state_message": .string(alert.text),
                "state_start_time": .int(alert.occurredAt.milliseconds / 1_000), "monitoring_tool": "StatusHawk",
                "vo_annotate.u.Details": .string(alert.url),
            ])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard answer.json["result"] == "failure" else { return nil }
        return ServiceRefusal(answer.json["message"]?.string ?? "failure")
    }
}
