import HawkCore

/// https://docs.seven.io/en/rest-api/endpoints/sms
struct SevenChannel: HTTPService {
    static let type = ChannelType(rawValue: "seven")
    static let label = "seven"
    static let steps = [
        "Open *Developer*, *API keys* in the dashboard (https://app.seven.io/) and create an API key."
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var apiKey = ""
        var from: String?
        var to = ""

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true)
            Setting("from", "Sender", \.from, .line(1...16), help: "A number, or a name of at most 11 characters.")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://gateway.seven.io/api/sms",
            json: [
                "to": .string(config.to), "from": config.from.map { .string($0) } ?? .null, "text": .string(alert.sms),
            ], headers: ["X-Api-Key": config.apiKey, "Accept": "application/json"])
    }

    /// Some errors are only a number, without JSON around it.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        let code = answer.json["success"]?.string ?? answer.text.trimmed
        // 402: the same message was sent in the last three minutes, by an attempt whose answer was lost.
        guard code != "100", code != "402" else { return nil }
        let isPermanent = ["201", "202", "301", "305", "306", "900", "902", "903"].contains(code)
        let words = answer.json["messages"]?.first?["error_text"]?.string ?? ""
        return ServiceRefusal("code \(code) \(words)", retry: isPermanent ? .never : .later)
    }
}
