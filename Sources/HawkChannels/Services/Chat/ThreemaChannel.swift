import HawkCore

/// https://gateway.threema.ch/en/developer/api
struct ThreemaChannel: HTTPService {
    static let type = ChannelType(rawValue: "threema")
    static let label = "Threema"
    static let steps = [
        "Create an account at https://gateway.threema.ch and buy credits.",
        "Request a Gateway ID of type \"Basic\". An end-to-end ID does not work.",
        "Copy the ID and its API secret.",
    ]
    static let limits = AlertLimits(title: .bytes(300), text: .bytes(3_000))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var from = "", secret = "", to = ""

        static let settings = SettingList<Settings> {
            Setting("from", "Gateway ID", \.from, .token(8...8), required: true, placeholder: "*MYGATEW")
            Setting("secret", "API secret", \.secret, .token(), required: true, secret: true)
            Setting("to", "Recipient", \.to, .token(8...8), required: true, help: "A Threema ID.", placeholder: "ABCD1234")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://msgapi.threema.ch/send_simple",
            form: [
                "from": config.from, "to": config.to, "secret": config.secret, "text": "\(alert.title)\n\(alert.text)",
            ])
    }
}
