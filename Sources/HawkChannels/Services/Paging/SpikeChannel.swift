import HawkCore

/// https://docs.spike.sh/integrations-guideline/integrating-with-webhooks
struct SpikeChannel: HTTPService {
    static let type = ChannelType(rawValue: "spike")
    static let label = "Spike"
    static let steps = [
        "Add an integration of the type Webhook to a service, and select an escalation policy.",
        "Copy its webhook URL.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://hooks.spike.sh/…/push-events")
        }
    }

    /// Spike recognizes an incident by its title, so the title is the same from start to end.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "title": .string("\(alert.subject) [\(alert.incidentKey.suffix(8))]"),
                "body": .string("\(alert.title)\n\(alert.text)"), "status": alert.isEnd ? "resolve" : .null,
                "severity": alert.severity.mapped(critical: "sev1", warning: "sev2", info: "sev3"),
                "priority": alert.severity.mapped(critical: "p1", warning: "p3", info: "p5"),
            ])
    }
}
