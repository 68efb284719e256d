import HawkCore

/// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
struct TwilioCallChannel: HTTPService {
    static let type = ChannelType(rawValue: "twilio_call")
    static let label = "Twilio call"
    static let steps = [
        "Open the https://console.twilio.com/ and copy the account SID and the auth token.",
        "Buy a number that can make calls, or verify your own as caller ID.",
        "Allow calls to the country of the recipient under *Voice*, *Geo permissions*.",
    ]
    /// TwiML may have 4,000 characters.
    static let limits = AlertLimits(title: .utf16(500), text: .utf16(1_000))
    static let markup = Markup.html

    struct Settings: ChannelSettings {
        var account = TwilioAccount()
        var from = "", to = ""

        static let settings = SettingList<Settings> {
            SettingsPart(\.account)
            Setting("from", "Caller", \.from, .phone, required: true, placeholder: "+15551234567")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        // A person who answers the phone misses the first words. A link cannot be spoken.
        let words = #"<Say language="en-US" loop="2">\#(alert.title). \#(alert.sentence)</Say>"#
        return .post(
            config.account.url("Calls.json"),
            form: [
                "To": config.to, "From": config.from, "Twiml": #"<Response><Pause length="1"/>\#(words)</Response>"#,
            ], headers: config.account.headers)
    }
}
