import HawkCore

/// https://grafana.com/docs/grafana-cloud/alerting-and-irm/irm/configure/integrations/webhooks/incoming-webhooks/oncall-webhooks/
struct GrafanaOnCallChannel: HTTPService {
    static let type = ChannelType(rawValue: "grafana_oncall")
    static let label = "Grafana OnCall"
    static let steps = [
        "Open Integrations, then New integration, and select Formatted Webhook.",
        "Copy the HTTP endpoint of the integration.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(3_000))
    /// OnCall copies texts to its page, to Slack and to Telegram. A word joiner prevents mentions and tags in all of them.
    static let markup = Markup(replacement: { $0 == "<" || $0 == "@" ? "\($0)\u{2060}" : nil })

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting(
                "url", "Webhook URL", \.url, .webURL, kind: .url, required: true, secret: true,
                help: "Of an integration of the type Formatted Webhook.",
                placeholder: "https://oncall-prod-eu-west-0.grafana.net/oncall/integrations/v1/formatted_webhook/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: [
                "alert_uid": .string(alert.incidentKey), "title": .string(alert.title), "message": .string(alert.body),
                "state": alert.isEnd || alert.kind == .test ? "ok" : "alerting",
                "link_to_upstream_details": .string(alert.url),
                "severity": alert.severity.mapped(critical: "critical", warning: "warning", info: "info"),
            ])
    }
}
