import HawkCore

/// https://www.servicenow.com/docs/r/zurich/it-operations-management/event-management/send-events-via-web-service.html
struct ServiceNowChannel: HTTPService {
    static let type = ChannelType(rawValue: "servicenow")
    static let label = "ServiceNow"
    static let steps = [
        "Create a user with the role `evt_mgmt_integration`.",
        "Add an alert management rule if alerts shall create incidents.",
    ]
    static let limits = AlertLimits(title: .utf16(100), text: .utf16(4_000))

    struct Settings: ChannelSettings {
        var instanceURL = "", username = "", password = ""

        static let settings = SettingList<Settings> {
            Setting(
                "instance_url", "Instance", \.instanceURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://example.service-now.com")
            Setting("username", "Username", \.username, .line(), required: true)
            Setting("password", "Password", \.password, .bytes(1...512), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let details: JSONValue = ["title": .string(alert.title), "url": .string(alert.url)]
        return .post(
            config.instanceURL.at("api", "global", "em", "jsonv2"),
            json: [
                "records": [
                    [
                        "source": "StatusHawk", "event_class": "StatusHawk", "node": .string(alert.subject),
                        "resource": .string(alert.subject), "type": "Availability",
                        "message_key": .string(alert.incidentKey), "severity": .string(Self.severity(alert)),
                        "description": .string(alert.text),
                        "time_of_event": .string("\(alert.occurredAt.date) \(alert.occurredAt.timeOfDay)"),
                        "additional_info": .string(String(decoding: details.sortedBytes, as: UTF8.self)),
                    ]
                ]
            ], headers: .basic(config.username, config.password))
    }

    /// From 1 (critical) to 5 (info). 0 closes the alert with the same key and creates none.
    private static func severity(_ alert: ServiceAlert) -> String {
        if alert.isEnd || alert.kind == .test { return "0" }
        return switch alert.severity {
        case .critical: "1"
        case .warning: "4"
        case .info, .resolved: "5"
        }
    }
}
