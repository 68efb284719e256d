import HawkCore

/// https://developers.clicksend.com/docs/rest/v3/#send-sms
struct ClickSendChannel: HTTPService {
    static let type = ChannelType(rawValue: "clicksend")
    static let label = "ClickSend"
    static let steps = [
        "Open *API Credentials* in the https://dashboard.clicksend.com/ and copy the username and the API key.",
        "Add a number or a name as sender if the country requires it.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var username = "", apiKey = ""
        var from: String?
        var to = ""

        static let settings = SettingList<Settings> {
            Setting("username", "Username", \.username, .line(), required: true)
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true)
            Setting(
                "from", "Sender", \.from, .line(1...16),
                help: "A number, or a name of at most 11 characters. A shared number if empty.")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://rest.clicksend.com/v3/sms/send",
            json: [
                "messages": [
                    [
                        "source": "StatusHawk", "from": config.from.map { .string($0) } ?? .null, "to": .string(config.to),
                        "body": .string(alert.sms),
                    ]
                ]
            ], headers: .basic(config.username, config.apiKey))
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard let status = answer.json["data"]?["messages"]?.first?["status"]?.string, status != "SUCCESS" else { return nil }
        let isPermanent = ["INVALID_RECIPIENT", "INVALID_SENDER_ID", "COUNTRY_NOT_ENABLED"].contains(status)
        return ServiceRefusal(status, retry: isPermanent ? .never : .later)
    }
}
