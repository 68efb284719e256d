import HawkCore

/// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
struct AlertmanagerChannel: HTTPService {
    static let type = ChannelType(rawValue: "alertmanager")
    static let label = "Prometheus Alertmanager"
    static let steps = [
        "Find the address of Alertmanager's API, usually on port 9093. In a cluster, one member is enough.",
        "Add labels that your routes match, such as `severity`.",
    ]
    static let limits = AlertLimits(title: .bytes(1_024), text: .bytes(8_192))

    struct Settings: ChannelSettings {
        var serverURL = ""
        var username: String?, password: String?
        var labels: [String: String]?

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "http://alertmanager.example.com:9093")
            Setting("username", "Username", \.username, .line())
            Setting("password", "Password", \.password, .bytes(1...512), secret: true)
            Setting(
                "labels", "Labels", \.labels, .check(Self.errors(inLabels:)),
                help: "For your routes, for example severity: critical. alertname is StatusHawk unless you set it.")
        }

        private static func errors(inLabels labels: [String: String]) -> [FieldError] {
            if labels.count > 32 { return [FieldError("", "must contain at most 32 labels")] }
            return labels.sorted { $0.key < $1.key }.compactMap { name, value in
                guard self.isLabel(name), name != "incident" else { return FieldError("", "contains an invalid name") }
                return (1...1_024).contains(value.utf8.count) ? nil : FieldError(name, "must be 1 to 1024 bytes long")
            }
        }

        /// https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
        private static func isLabel(_ name: String) -> Bool {
            (1...128).contains(name.utf8.count) && !("0"..."9").contains(name.prefix(1))
                && name.unicodeScalars.allSatisfy { ("a"..."z" ~= $0) || ("A"..."Z" ~= $0) || ("0"..."9" ~= $0) || $0 == "_" }
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        // Labels identify the alert, so nothing that may change is among them.
        var labels = (config.labels ?? [:]).mapValues { JSONValue.string($0) }
        labels["alertname"] = labels["alertname"] ?? "StatusHawk"
        labels["incident"] = .string(alert.incidentKey)
        return .post(
            config.serverURL.at("api", "v2", "alerts"),
            json: [
                [
                    "labels": .object(labels),
                    "annotations": ["summary": .string(alert.title), "description": .string(alert.body)],
                    "startsAt": alert.isEnd ? .null : .string(alert.occurredAt.description),
                    "endsAt": .string(Self.end(of: alert).description), "generatorURL": .string(alert.url),
                ]
            ], headers: config.username.map { .basic($0, config.password ?? "") } ?? [:])
    }

    /// Without an end, Alertmanager would resolve an alert that is not sent again within five minutes.
    private static func end(of alert: ServiceAlert) -> Instant {
        if alert.isEnd { return alert.occurredAt }
        return alert.sentAt + (alert.kind == .test || alert.kind == .monitorBlind ? .minutes(5) : .days(30))
    }
}
