import HawkCore

/// https://open.dingtalk.com/document/orgapp/custom-robot-access
struct DingTalkChannel: HTTPService {
    static let type = ChannelType(rawValue: "dingtalk")
    static let label = "DingTalk"
    static let steps = [
        "Open the settings of the group, then the robots, and add a robot of type \"Custom\".",
        "Select the security setting \"Additional signature\" (加签) and copy the secret.",
        "Copy the webhook URL.",
    ]
    static let limits = AlertLimits(title: .bytes(500), text: .bytes(15_000))

    struct Settings: ChannelSettings {
        var url = ""
        var secret: String?

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://oapi.dingtalk.com/robot/send?access_token=…")
            Setting("secret", "Signing secret", \.secret, .token(), secret: true, placeholder: "SEC…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let milliseconds = "\(alert.sentAt.milliseconds)"
        let url = config.secret.map { secret in
            config.url.adding(query: [
                "timestamp": milliseconds, "sign": "\(milliseconds)\n\(secret)".signature(key: secret),
            ])
        }
        return .post(
            url ?? config.url,
            json: [
                "msgtype": "text", "text": ["content": .string("\(alert.title)\n\(alert.text)")], "at": ["isAtAll": false],
            ])
    }

    /// Never: no such token, security settings, group dissolved, no such token, robot disabled, no such robot.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        answer.refusal(
            code: "errcode", words: "errmsg", never: [300_001, 310_000, 400_013, 400_101, 400_102, 400_106])
    }
}
