import HawkCore

/// https://github.com/Finb/bark-server/blob/master/docs/API_V2.md
struct BarkChannel: HTTPService {
    static let type = ChannelType(rawValue: "bark")
    static let label = "Bark"
    static let steps = [
        "Install the Bark app. On a server of your own, add the server in the app.",
        "Copy the device key: it follows the server's address in the URL that the app shows.",
    ]
    /// Apple limits the whole notification to 4,096 bytes.
    static let limits = AlertLimits(title: .bytes(250), text: .bytes(2_048))

    struct Settings: ChannelSettings {
        var serverURL = "https://api.day.app"
        var deviceKey = ""
        var user: String?, password: String?

        static let settings = SettingList<Settings> {
            Setting("server_url", "Server", \.serverURL, .webURL, kind: .url, secretBinding: .origin)
            Setting("device_key", "Device key", \.deviceKey, .token(1...128), required: true, secret: true)
            Setting("user", "User", \.user, .line(), help: "Needed only if the server requires a password.")
            Setting("password", "Password", \.password, .line(), secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("push"),
            json: [
                "device_key": .string(config.deviceKey), "title": .string(alert.title), "body": .string(alert.body),
                "url": .string(alert.url), "group": "StatusHawk",
                "level": alert.severity == .critical ? "timeSensitive" : "active",
            ], headers: config.user.map { .basic($0, config.password ?? "") } ?? [:])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard let code = answer.json["code"], code != 200 else { return nil }
        return ServiceRefusal(answer.json["message"]?.string ?? "failure", retry: code == 400 ? .never : .later)
    }
}
