import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let chat: [ChannelType: ServiceSample] = [
        SlackChannel.type: ServiceSample(config: ["url": "https://hooks.slack.com/services/T0/B0/secret"], accepted: "ok"),
        SlackBotChannel.type: ServiceSample(
            config: ["token": "xoxb-secret", "channel": "C0123456789"],
            accepted: #"{"ok":true,"channel":"C0123456789","ts":"1503435956.000247","message":{}}"#),
        DiscordChannel.type: ServiceSample(config: ["url": "https://discord.com/api/webhooks/1/secret"]),
    ]
}
