import HawkCore

/// https://docs.incident.io/api-reference/alert-events-v2/createhttp
struct IncidentIOChannel: HTTPService {
    static let type = ChannelType(rawValue: "incident_io")
    static let label = "incident.io"
    static let steps = [
        "Open Alerts, then Sources, and create a source of the type HTTP in its default form.",
        "Copy the ID at the end of the URL, and the token of the `Authorization` header.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var sourceID = "", token = ""

        static let settings = SettingList<Settings> {
            Setting(
                "alert_source_config_id", "ID of the alert source", \.sourceID, .token(1...128), required: true,
                placeholder: "01GW2G3V0S59R238FAHPDS1R66")
            Setting("token", "Token of the alert source", \.token, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.incident.io/v2/alert_events/http".at(config.sourceID),
            json: [
                "title": .string(alert.title), "description": .string(alert.markdownBody),
                "status": alert.isEnd ? "resolved" : "firing", "deduplication_key": .string(alert.incidentKey),
                "source_url": .string(alert.url),
                "metadata": [
                    "severity": alert.severity.mapped(critical: "critical", warning: "warning", info: "info"),
                    "monitor": .string(alert.subject), "event": .string(alert.kind.rawValue),
                ],
            ], headers: .bearer(config.token))
    }
}
