import HawkCore

/// https://docs.signl4.com/integrations/webhook/webhook.html
struct SIGNL4Channel: HTTPService {
    static let type = ChannelType(rawValue: "signl4")
    static let label = "SIGNL4"
    static let steps = [
        "Open Integrations in SIGNL4 and add a webhook, or use your team's webhook.",
        "Copy the last part of its URL, which follows `/webhook/`.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var teamSecret = ""

        static let settings = SettingList<Settings> {
            Setting("team_secret", "Team or integration secret", \.teamSecret, .token(1...128), required: true, secret: true)
        }
    }

    /// SIGNL4 discards events with another status than `new` and `resolved`, so a comment alerts no one.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let isComment = alert.kind == .incidentUpdated && alert.severity == .info
        return .post(
            "https://connect.signl4.com/webhook".at(config.teamSecret),
            json: [
                "Title": .string(alert.title), "Message": .string(alert.text), "X-S4-ExternalID": .string(alert.incidentKey),
                "X-S4-Status": alert.isEnd ? "resolved" : isComment ? "comment" : "new",
            ])
    }
}
