import HawkCore

/// https://docs.flashcat.cloud/en/flashduty/custom-alert-integration-guide
struct FlashdutyChannel: HTTPService {
    static let type = ChannelType(rawValue: "flashduty")
    static let label = "Flashduty"
    static let steps = [
        "Open a channel in Flashduty, then Integrations, and add Standard Alert. You can also add it for all channels in "
            + "the integration center.",
        "Copy the integration key: it follows `integration_key=` in the push URL.",
    ]
    static let limits = AlertLimits(title: .scalars(512), text: .scalars(2_048))

    struct Settings: ChannelSettings {
        var integrationKey = ""

        static let settings = SettingList<Settings> {
            Setting("integration_key", "Integration key", \.integrationKey, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let status: JSONValue = alert.severity.mapped(critical: "Critical", warning: "Warning", info: "Info")
        return .post(
            "https://api.flashcat.cloud/event/push/alert/standard?integration_key=\(config.integrationKey.percentEncoded)",
            json: [
                "title_rule": .string(alert.title), "description": .string(alert.body),
                "event_status": alert.isEnd ? "Ok" : status, "alert_key": .string(alert.incidentKey),
                "event_time": .int(alert.occurredAt.milliseconds / 1_000),
                "labels": ["check": .string(alert.subject), "url": .string(alert.url)],
            ])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard let error = answer.json["error"], error != .null else { return nil }
        return ServiceRefusal(error["message"]?.string ?? "failure")
    }
}
