import HawkCore

/// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
struct TwilioSMSChannel: HTTPService {
    static let type = ChannelType(rawValue: "twilio_sms")
    static let label = "Twilio SMS"
    static let steps = [
        "Open the https://console.twilio.com/ and copy the account SID and the auth token.",
        "Buy a number that can send text messages, or create a messaging service.",
        "Register the sender if the country requires it, as the United States do.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var account = TwilioAccount()
        var from = "", to = ""

        static let settings = SettingList<Settings> {
            SettingsPart(\.account)
            Setting(
                "from", "Sender", \.from, .line(1...34), required: true,
                help: "A number, an alphanumeric sender, or the SID of a messaging service.", placeholder: "+15551234567")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let isService = config.from.hasPrefix("MG") && config.from.utf8.count == 34
        return .post(
            config.account.url("Messages.json"),
            form: [
                "To": config.to, "From": isService ? nil : config.from, "MessagingServiceSid": isService ? config.from : nil,
                "Body": alert.sms,
            ], headers: config.account.headers)
    }
}

/// The credentials of an account.
struct TwilioAccount: DescribedSettings {
    var sid = "", authToken = ""

    static let settings = SettingList<TwilioAccount> {
        Setting("account_sid", "Account SID", \.sid, .token(34...34), required: true, placeholder: "AC…")
        Setting("auth_token", "Auth token", \.authToken, .token(), required: true, secret: true)
    }

    var headers: [String: String] { .basic(self.sid, self.authToken) }

    func url(_ resource: String) -> String {
        "https://api.twilio.com/2010-04-01".at("Accounts", self.sid, resource)
    }
}
