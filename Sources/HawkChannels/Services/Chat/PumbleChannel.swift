import HawkCore

/// https://pumble.com/help/integrations/add-pumble-apps/incoming-webhooks-for-pumble/
struct PumbleChannel: HTTPService {
    static let type = ChannelType(rawValue: "pumble")
    static let label = "Pumble"
    static let steps = [
        "Open \"Workspace settings\", then \"Incoming Webhooks\".",
        "Create a webhook for a channel and copy its URL.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://api.pumble.com/workspaces/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(config.url, json: ["text": .string("**\(alert.title)**\n\(alert.text)")])
    }
}
