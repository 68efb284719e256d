import HawkCore

/// https://docs.pushbullet.com/#create-push
struct PushbulletChannel: HTTPService {
    static let type = ChannelType(rawValue: "pushbullet")
    static let label = "Pushbullet"
    static let steps = [
        "Open Settings, then Account, and create an access token.",
        "To reach only one device, open the device on the web page and copy the end of the page's address: it is the "
            + "device's `iden`.",
    ]
    static let limits = AlertLimits(title: .scalars(250), text: .scalars(4_096))

    struct Settings: ChannelSettings {
        var accessToken = ""
        var deviceIden: String?, channelTag: String?

        static let settings = SettingList<Settings> {
            Setting("access_token", "Access token", \.accessToken, .token(), required: true, secret: true)
            Setting("device_iden", "Device", \.deviceIden, .token(1...128), help: "All devices if empty.")
            Setting("channel_tag", "Channel", \.channelTag, .token(1...128), help: "Sends to the channel's subscribers.")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://api.pushbullet.com/v2/pushes",
            json: [
                "type": "link", "title": .string(alert.title), "body": .string(alert.body), "url": .string(alert.url),
                "device_iden": config.deviceIden.map { .string($0) } ?? .null,
                "channel_tag": config.channelTag.map { .string($0) } ?? .null,
            ], headers: ["Access-Token": config.accessToken])
    }
}
