import HawkCore

/// https://github.com/easychen/serverchan-sdk
struct ServerChanChannel: HTTPService {
    static let type = ChannelType(rawValue: "serverchan")
    static let label = "ServerChan"
    static let steps = [
        "Sign in to ServerChan Turbo (https://sct.ftqq.com) or ServerChan 3 (https://sc3.ft07.com).",
        "Copy the SendKey.",
    ]
    static let limits = AlertLimits(title: .scalars(32), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var sendKey = ""

        static let settings = SettingList<Settings> {
            Setting("send_key", "SendKey", \.sendKey, .token(8...128), required: true, secret: true)
        }

        /// A key of ServerChan 3 is `sctp`, the user's number, `t` and a secret. Each user has a host.
        fileprivate var url: String {
            let user = self.sendKey.hasPrefix("sctp") ? self.sendKey.dropFirst(4).prefix { ("0"..."9").contains($0) } : ""
            let base = user.isEmpty ? "https://sctapi.ftqq.com" : "https://\(user).push.ft07.com/send"
            return base.at("\(self.sendKey).send")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            config.url,
            json: ["title": .string(alert.title), "desp": .string("\(alert.markdownBody)\n\n<\(alert.url)>")])
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard let code = answer.json["code"], code != 0 else { return nil }
        return ServiceRefusal(answer.json["message"]?.string ?? "failure", retry: .later)
    }
}
