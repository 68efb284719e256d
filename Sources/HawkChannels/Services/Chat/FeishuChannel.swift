import HawkCore

/// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
struct FeishuChannel: HTTPService {
    static let type = ChannelType(rawValue: "feishu")
    static let label = "Feishu / Lark"
    static let steps = [
        "Open the settings of the group, then \"Bots\", and add a custom bot.",
        "Select \"Signature verification\" and copy the secret.",
        "Copy the webhook URL.",
    ]
    static let limits = AlertLimits(title: .bytes(500), text: .bytes(15_000))

    struct Settings: ChannelSettings {
        var url = ""
        var secret: String?

        static let settings = SettingList<Settings> {
            Setting(
                "url", "Webhook URL", \.url, .webURL, kind: .url, required: true, secret: true,
                help: "Of Feishu (open.feishu.cn) or Lark (open.larksuite.com).",
                placeholder: "https://open.feishu.cn/open-apis/bot/v2/hook/…")
            Setting("secret", "Signing secret", \.secret, .token(), secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let seconds = "\(alert.sentAt.milliseconds / 1_000)"
        let content: JSONValue = [
            [["tag": "text", "text": .string(alert.body)]],
            [["tag": "a", "text": .string(alert.url), "href": .string(alert.url)]],
        ]
        return .post(
            config.url,
            json: [
                "timestamp": config.secret == nil ? .null : .string(seconds),
                // The signature of nothing, with the timestamp in the key.
                "sign": config.secret.map { .string("".signature(key: "\(seconds)\n\($0)")) } ?? .null,
                "msg_type": "post",
                "content": ["post": ["en_us": ["title": .string(alert.title), "content": content]]],
            ])
    }

    /// Never: no such webhook, wrong signature, address not on the allow list, keyword missing.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        answer.refusal(code: "code", words: "msg", never: [19_001, 19_021, 19_022, 19_024])
    }
}
