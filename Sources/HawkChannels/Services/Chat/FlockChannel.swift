import HawkCore

/// https://docs.flock.com/display/flockos/Incoming+Webhooks
struct FlockChannel: HTTPService {
    static let type = ChannelType(rawValue: "flock")
    static let label = "Flock"
    static let steps = [
        "Open the admin panel, then \"Webhooks\", and add an incoming webhook.",
        "Select the channel, save the webhook and copy its URL.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://api.flock.com/hooks/sendMessage/…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url, json: ["text": .string("\(alert.title)\n\(alert.text)"), "notification": .string(alert.title)])
    }
}
