import HawkCore

/// https://api.slack.com/messaging/webhooks
struct SlackChannel: HTTPService {
    static let type = ChannelType(rawValue: "slack")
    static let label = "Slack"
    static let steps = [
        "Create an app at https://api.slack.com/apps, \"From scratch\", in your workspace.",
        "Switch on \"Incoming Webhooks\" and choose \"Add New Webhook\".",
        "Select the channel and copy the webhook URL.",
    ]
    static let limits = SlackMessage.limits
    static let markup = Markup.slack

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://hooks.slack.com/services/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(config.url, json: .object(SlackMessage(alert).json))
    }
}

/// https://api.slack.com/reference/block-kit/blocks
struct SlackMessage {
    static let limits = AlertLimits(title: .scalars(150), text: .scalars(3_000))

    let json: [String: JSONValue]  // BOUNDED: by our own names

    init(_ alert: ServiceAlert) {
        let open: JSONValue = [
            "type": "button", "url": .string(alert.url), "text": ["type": "plain_text", "text": "Open"],
        ]
        self.json = [
            // Shown in notifications, and read by screen readers.
            "text": .string(alert.title),
            "attachments": [
                [
                    "color": .string(alert.severity.hexColor),
                    "blocks": [
                        ["type": "section", "text": ["type": "mrkdwn", "text": .string("*\(alert.title)*")]],
                        ["type": "section", "text": ["type": "mrkdwn", "text": .string(alert.body), "verbatim": true]],
                        ["type": "actions", "elements": [open]],
                    ],
                ]
            ],
        ]
    }
}
