import HawkCore

/// https://betterstack.com/docs/uptime/incoming-webhooks/
struct BetterStackChannel: HTTPService {
    static let type = ChannelType(rawValue: "better_stack")
    static let label = "Better Stack"
    static let steps = [
        "Open Integrations, then Importing data, and add an Incoming webhook.",
        "Start an incident if `status` equals `firing`; resolve it if `status` equals `resolved`.",
        "Extract the alert ID from `alert_id`, the title from `title` and the cause from `cause`. Save, and copy the "
            + "webhook URL.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting(
                "url", "Webhook URL", \.url, .webURL, kind: .url, required: true, secret: true,
                help: "Of an incoming webhook. Its rules use the member status.",
                placeholder: "https://uptime.betterstack.com/api/v1/incoming-webhook/…")
        }
    }

    /// The rules of the webhook, which its owner enters, use these names and values.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "status": alert.kind == .test ? "test" : alert.isEnd ? "resolved" : "firing",
                "alert_id": .string(alert.incidentKey), "title": .string(alert.title), "cause": .string(alert.body),
                "severity": alert.severity.mapped(critical: "critical", warning: "warning", info: "info"),
                "monitor": .string(alert.subject), "url": .string(alert.url),
            ])
    }
}
