import HawkCore

/// https://developer.vonage.com/en/api/sms
struct VonageChannel: HTTPService {
    static let type = ChannelType(rawValue: "vonage")
    static let label = "Vonage"
    static let steps = [
        "Open the API dashboard (https://dashboard.vonage.com/) and copy the API key and the API secret.",
        "Rent a number, or choose a name as sender where the country permits it.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var apiKey = "", apiSecret = "", from = "", to = ""

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key", \.apiKey, .token(), required: true)
            Setting("api_secret", "API secret", \.apiSecret, .token(), required: true, secret: true)
            Setting(
                "from", "Sender", \.from, .line(1...16), required: true, help: "A number, or a name of at most 11 characters.",
                placeholder: "StatusHawk")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://rest.nexmo.com/sms/json",
            form: [
                "api_key": config.apiKey, "api_secret": config.apiSecret, "from": config.from.withoutPlus,
                "to": config.to.withoutPlus, "text": alert.sms, "type": alert.sms.isGSM ? "text" : "unicode",
            ])
    }

    /// https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard let message = answer.json["messages"]?.first, let status = message["status"]?.string, status != "0" else {
            return nil
        }
        let isPermanent = ["2", "3", "4", "6", "7", "8", "15", "29", "33"].contains(status)
        return ServiceRefusal(
            "status \(status): \(message["error-text"]?.string ?? "")", retry: isPermanent ? .never : .later)
    }
}
