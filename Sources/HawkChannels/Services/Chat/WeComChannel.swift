import HawkCore

/// https://developer.work.weixin.qq.com/document/path/91770
struct WeComChannel: HTTPService {
    static let type = ChannelType(rawValue: "wecom")
    static let label = "WeCom"
    static let steps = [
        "Open the menu of the group, then the group robots, and add a robot.",
        "Copy its webhook URL.",
    ]
    static let limits = AlertLimits(title: .bytes(256), text: .bytes(1_700))

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(config.url, json: ["msgtype": "text", "text": ["content": .string("\(alert.title)\n\(alert.text)")]])
    }

    /// Never: no such webhook, robot disabled, robot not in the group.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        answer.refusal(code: "errcode", words: "errmsg", never: [93_000, 93_004, 93_008])
    }
}
