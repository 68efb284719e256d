import HawkCore

/// https://46elks.com/docs/send-sms
struct FortySixElksChannel: HTTPService {
    static let type = ChannelType(rawValue: "46elks")
    static let label = "46elks"
    static let steps = [
        "Open your https://46elks.com/account and copy the API username and the API password."
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var username = "", password = "", from = "", to = ""

        static let settings = SettingList<Settings> {
            Setting("username", "API username", \.username, .token(), required: true)
            Setting("password", "API password", \.password, .token(), required: true, secret: true)
            Setting(
                "from", "Sender", \.from, .line(1...16), required: true, help: "A number, or a name of at most 11 characters.",
                placeholder: "StatusHawk")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.46elks.com/a1/sms", form: ["from": config.from, "to": config.to, "message": alert.sms],
            headers: .basic(config.username, config.password))
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        answer.json["status"]?.string == "failed" ? ServiceRefusal("status failed", retry: .later) : nil
    }
}
