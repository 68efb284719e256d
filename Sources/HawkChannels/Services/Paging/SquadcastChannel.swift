import HawkCore

/// https://support.squadcast.com/integrations/incident-webhook-incident-webhook-api
struct SquadcastChannel: HTTPService {
    static let type = ChannelType(rawValue: "squadcast")
    static let label = "Squadcast"
    static let steps = [
        "Open Services, then Alert Sources of the service.",
        "Select Incident Webhook and copy its URL.",
    ]
    /// Squadcast limits the whole payload to 30 KB.
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://api.squadcast.com/v2/incidents/api/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "message": .string(alert.title), "description": .string(alert.text),
                "status": alert.isEnd ? "resolve" : "trigger", "event_id": .string(alert.incidentKey),
                "priority": alert.severity.mapped(critical: "P1", warning: "P3", info: "P5"),
                "tags": ["severity": alert.severity.mapped(critical: "critical", warning: "warning", info: "info")],
            ])
    }
}
