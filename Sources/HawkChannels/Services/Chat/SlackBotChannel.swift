import HawkCore

/// https://api.slack.com/methods/chat.postMessage
struct SlackBotChannel: HTTPService {
    static let type = ChannelType(rawValue: "slack_bot")
    static let label = "Slack bot"
    static let steps = [
        "Create an app at https://api.slack.com/apps and give its bot the scope `chat:write`.",
        "Install the app in your workspace and copy the bot token.",
        "Invite the bot to the channel, and copy the channel ID from the channel details.",
    ]
    static let limits = SlackMessage.limits
    static let markup = Markup.slack

    struct Settings: ChannelSettings {
        var token = "", channel = ""

        static let settings = SettingList<Settings> {
            Setting("token", "Bot token", \.token, .token(), required: true, secret: true, placeholder: "xoxb-…")
            Setting("channel", "Channel ID", \.channel, .token(1...80), required: true, placeholder: "C0123456789")
        }
    }

    /// Later alerts about an incident answer its first message. The end is also shown in the channel.
    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        var message = SlackMessage(alert).json
        message["channel"] = .string(config.channel)
        message["thread_ts"] = alert.thread.map { .string($0) }
        message["reply_broadcast"] = alert.thread != nil && alert.isEnd ? true : nil
        return .post("https://slack.com/api/chat.postMessage", json: .object(message), headers: .bearer(config.token))
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard answer.json["ok"] != true else { return nil }
        let error = answer.json["error"]?.string ?? "no answer"
        let passing = ["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "no answer"]
        return ServiceRefusal(error, retry: passing.contains(error) ? .later : .never)
    }

    func reference(in answer: ServiceAnswer) -> String? { answer.json["ts"]?.string }
}
