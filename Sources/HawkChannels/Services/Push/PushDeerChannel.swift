import HawkCore

/// https://github.com/easychen/pushdeer
struct PushDeerChannel: HTTPService {
    static let type = ChannelType(rawValue: "pushdeer")
    static let label = "PushDeer"
    static let steps = [
        "Install the PushDeer app and sign in. Register the device under Devices.",
        "Open Keys, create a key and copy it.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var serverURL = "https://api2.pushdeer.com"
        var pushkey = ""

        static let settings = SettingList<Settings> {
            Setting("server_url", "Server", \.serverURL, .webURL, kind: .url, secretBinding: .origin)
            Setting("pushkey", "Push key", \.pushkey, .token(1...128), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.serverURL.at("message", "push"),
            json: [
                "pushkey": .string(config.pushkey), "type": "markdown", "text": .string(alert.title),
                "desp": .string("\(alert.markdownBody)\n\n<\(alert.url)>"),
            ])
    }

    /// The result has an element for each device. It is false if the key is unknown.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        if let error = answer.json["error"]?.string { return ServiceRefusal(error, retry: .later) }
        let result = answer.json["content"]?["result"]
        return result == false || result == [] ? ServiceRefusal("the push key has no devices") : nil
    }
}
