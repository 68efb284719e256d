import HawkCore

/// https://www.smsapi.com/docs
struct SMSAPIChannel: HTTPService {
    static let type = ChannelType(rawValue: "smsapi")
    static let label = "SMSAPI"
    static let steps = [
        "Open *API settings*, *API tokens* in the customer portal and generate a token that may send text messages.",
        "Add a sender name and wait until SMSAPI has approved it.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        /// The top-level domain of the site that has the account.
        enum Site: String, SettingChoice { case com, pl, bg, se }

        var site = Site.com
        var token = ""
        var from: String?
        var to = ""

        static let settings = SettingList<Settings> {
            Setting("site", "Site", \.site, secretBinding: .value, help: "The end of the name of the site that has your account.")
            Setting("token", "API token", \.token, .token(), required: true, secret: true)
            Setting("from", "Sender name", \.from, .line(1...11), help: "The account's default sender if empty.")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.smsapi.\(config.site.rawValue)/sms.do",
            form: [
                "to": config.to.withoutPlus, "from": config.from, "message": alert.sms, "encoding": "utf-8", "format": "json",
            ], headers: .bearer(config.token))
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard case .int(let code) = answer.json["error"] else { return nil }
        let isPermanent = [13, 14, 101, 102, 105, 110, 112].contains(code)
        return ServiceRefusal(
            "error \(code): \(answer.json["message"]?.string ?? "")", retry: isPermanent ? .never : .later)
    }
}
