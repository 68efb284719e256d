import HawkCore

/// https://docs.plivo.com/docs/messaging/api/message/send-a-message
struct PlivoChannel: HTTPService {
    static let type = ChannelType(rawValue: "plivo")
    static let label = "Plivo"
    static let steps = [
        "Open the https://console.plivo.com/dashboard/ and copy the auth ID and the auth token.",
        "Buy a number that can send text messages.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var authID = "", authToken = "", from = "", to = ""

        static let settings = SettingList<Settings> {
            Setting("auth_id", "Auth ID", \.authID, .token(1...64), required: true)
            Setting("auth_token", "Auth token", \.authToken, .token(), required: true, secret: true)
            Setting(
                "from", "Sender", \.from, .line(1...16), required: true, help: "A number, or a name of at most 11 characters.",
                placeholder: "+15551234567")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.plivo.com/v1".at("Account", config.authID, "Message", ""),
            json: [
                "src": .string(config.from.withoutPlus), "dst": .string(config.to.withoutPlus), "text": .string(alert.sms),
            ], headers: .basic(config.authID, config.authToken))
    }
}
