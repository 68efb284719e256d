import HawkCore

/// https://bbernhard.github.io/signal-cli-rest-api/#/Messages/post_v2_send
struct SignalChannel: HTTPService {
    static let type = ChannelType(rawValue: "signal")
    static let label = "Signal"
    static let steps = [
        "Start a signal-cli-rest-api server that StatusHawk can reach. For a private address, the target policy must "
            + "permit it.",
        "Register or link a phone number there.",
        "For a group, read its ID at `/v1/groups/<number>`.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(1_700))

    struct Settings: ChannelSettings {
        var serverURL = "", number = ""
        var recipients: [String] = []

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Server", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                help: "A signal-cli-rest-api server.", placeholder: "https://signal.example.com:8080")
            Setting("number", "Sender", \.number, .token(2...32), required: true, placeholder: "+4915112345678")
            Setting(
                "recipients", "Recipients", \.recipients, .entries(1...20),
                .each { (1...256).contains($0.utf8.count) ? nil : "must be 1 to 256 bytes long" }, required: true,
                help: "Phone numbers with +, user names, or group IDs that begin with group.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("v2", "send"),
            json: [
                "message": .string("\(alert.title)\n\(alert.text)"), "number": .string(config.number),
                "recipients": .array(config.recipients.map { .string($0) }), "text_mode": "normal",
            ])
    }
}
