import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let chat: [ChannelType: ServiceSample] = [
        SlackChannel.type: ServiceSample(config: ["url": "https://hooks.slack.com/services/T0/B0/secret"], accepted: "ok"),
        DiscordChannel.type: ServiceSample(config: ["url": "https://discord.com/api/webhooks/1/secret"]),
    ]
}
