import HawkCore

/// https://docs.opsgenie.com/docs/alert-api
/// https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v1/api-group-integration-events/
struct OpsgenieChannel: HTTPService {
    static let type = ChannelType(rawValue: "opsgenie")
    static let label = "Opsgenie / Jira Service Management"
    static let steps = [
        "Open your team's Integrations and add an integration of the type API that may create and update alerts.",
        "Copy its API key.",
        "Select the instance: `jira` for Jira Service Management, `eu` for `app.eu.opsgenie.com`, otherwise `us`.",
    ]
    static let limits = AlertLimits(title: .scalars(130), text: .scalars(15_000))

    struct Settings: ChannelSettings {
        enum Instance: String, SettingChoice {
            case us, eu, jira

            var alerts: String {
                switch self {
                case .us: "https://api.opsgenie.com/v2/alerts"
                case .eu: "https://api.eu.opsgenie.com/v2/alerts"
                case .jira: "https://api.atlassian.com/jsm/ops/integration/v2/alerts"
                }
            }
        }

        var apiKey = ""
        var instance = Instance.us

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key of the integration", \.apiKey, .token(), required: true, secret: true)
            Setting(
                "instance", "Instance", \.instance, secretBinding: .value,
                help: "Opsgenie (us, eu) or Jira Service Management (jira).")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let headers = ["Authorization": "GenieKey \(config.apiKey)"]
        let isComment = alert.kind == .incidentUpdated && alert.severity == .info
        guard let action = alert.isEnd ? "close" : isComment ? "notes" : nil else {
            return .post(config.instance.alerts, json: Self.opening(alert), headers: headers)
        }
        return .post(
            config.instance.alerts.at(alert.incidentKey, action) + "?identifierType=alias",
            json: ["source": "StatusHawk", "note": .string(alert.text)], headers: headers)
    }

    private static func opening(_ alert: ServiceAlert) -> JSONValue {
        [
            "message": .string(alert.title), "alias": .string(alert.incidentKey), "description": .string(alert.text),
            "entity": .string(alert.subject), "source": "StatusHawk", "details": ["url": .string(alert.url)],
            "priority": alert.severity.mapped(critical: "P1", warning: "P3", info: "P5"),
        ]
    }
}
