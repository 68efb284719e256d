import HawkCore

/// https://learn.microsoft.com/en-us/power-automate/teams/send-a-message-in-teams
struct MicrosoftTeamsChannel: HTTPService {
    static let type = ChannelType(rawValue: "microsoft_teams")
    static let label = "Microsoft Teams"
    static let steps = [
        "Open the menu of the channel or chat, choose \"Workflows\" and the template for alerts from a webhook.",
        "Select team and channel, and add the workflow.",
        "Copy the URL that the workflow shows.",
    ]
    static let limits = AlertLimits(title: .utf16(256), text: .utf16(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(
                \.url, label: "Workflow URL", placeholder: "https://….environment.api.powerplatform.com/powerautomate/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let color = Self.color(alert.severity)
        let title: JSONValue = [
            "type": "TextRun", "text": .string(alert.title), "weight": "Bolder", "size": "Medium", "color": .string(color),
        ]
        let lines = alert.body.split(separator: "\n").map { line -> JSONValue in
            ["type": "RichTextBlock", "spacing": "Small", "inlines": [["type": "TextRun", "text": .string(String(line))]]]
        }
        let card: JSONValue = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "msteams": ["width": "Full"], "fallbackText": .string(alert.title),
            // Unlike a TextBlock, a TextRun has no markup.
            "body": .array([["type": "RichTextBlock", "inlines": [title]]] + lines),
            "actions": [["type": "Action.OpenUrl", "title": "Open", "url": .string(alert.url)]],
        ]
        return .post(
            config.url,
            json: [
                "type": "message",
                "attachments": [["contentType": "application/vnd.microsoft.card.adaptive", "content": card]],
            ])
    }

    private static func color(_ severity: ServiceAlert.Severity) -> String {
        switch severity {
        case .critical: "attention"
        case .warning: "warning"
        case .resolved: "good"
        case .info: "default"
        }
    }
}
