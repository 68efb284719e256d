import HawkCore

/// https://kb.synology.com/en-global/DSM/tutorial/How_to_configure_webhooks_and_slash_commands_in_Chat_Integration
struct SynologyChatChannel: HTTPService {
    static let type = ChannelType(rawValue: "synology_chat")
    static let label = "Synology Chat"
    static let steps = [
        "In Synology Chat, open your profile picture, then \"Integration\" and \"Incoming Webhooks\".",
        "Create a webhook, select the channel and copy the URL.",
        "If the NAS has a private address, the target policy must permit it. Its certificate must be trusted.",
    ]
    static let limits = AlertLimits(title: .scalars(256), text: .scalars(1_700))
    static let markup = Markup.chat

    struct Settings: ChannelSettings {
        var url = ""

        static let settings = SettingList<Settings> {
            Setting.secretURL(\.url, placeholder: "https://nas.example.com:5001/webapi/entry.cgi?…")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let payload: JSONValue = ["text": .string("*\(alert.title)*\n\(alert.text)")]
        return .post(config.url, form: ["payload": String(decoding: payload.sortedBytes, as: UTF8.self)])
    }

    /// The answer is `{"success": true}` or `{"error": {"code": 407, "errors": "create post too often"}, "success": false}`.
    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard answer.json["success"] == .bool(false) else { return nil }
        let error = answer.json["error"] ?? .null
        let isPermanent = error["code"] == 404 || error["code"] == 800  // no such token, no target
        return ServiceRefusal(
            error["errors"]?.string ?? "no explanation", retry: isPermanent ? .never : .later)
    }
}
