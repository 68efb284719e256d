import HawkChannels
import HawkCore

/// A channel type as a contributor adds it: this file, and one line in a registry. It rejects every message with its settings.
struct PagerChannel: AlertChannel {
    static let type = ChannelType(rawValue: "pager")
    static let label = "Pager"

    struct Settings: ChannelSettings {
        enum Urgency: String, SettingChoice { case low, high }

        var number = ""
        var urgency = Urgency.high
        var code: String?

        static let settings = SettingList<Settings> {
            Setting("number", "Number", \.number, .bytes(3...15), required: true, secretBinding: .value, placeholder: "112")
            Setting("urgency", "Urgency", \.urgency)
            Setting("code", "Access code", \.code, .bytes(1...8), secret: true)
        }
    }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        throw DeliveryError("\(config.number) is busy, urgency \(config.urgency)", retry: .later)
    }
}
