import HawkCore

/// https://developer.webex.com/messaging/docs/api/v1/messages/create-a-message
struct WebexChannel: HTTPService {
    static let type = ChannelType(rawValue: "webex")
    static let label = "Webex"
    static let steps = [
        "Create a bot at https://developer.webex.com/my-apps/new/bot and copy its access token.",
        "Add the bot to the space by its user name.",
        "Copy the space ID: \"Copy space details\" in the help menu of the app, or List Rooms "
            + "(https://developer.webex.com/messaging/docs/api/v1/rooms/list-rooms) with the bot's token.",
    ]
    static let limits = AlertLimits(title: .bytes(500), text: .bytes(6_500))

    struct Settings: ChannelSettings {
        var accessToken = "", roomID = ""

        static let settings = SettingList<Settings> {
            Setting("access_token", "Bot access token", \.accessToken, .token(), required: true, secret: true)
            Setting("room_id", "Room ID", \.roomID, .token(1...256), required: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://webexapis.com/v1/messages",
            json: ["roomId": .string(config.roomID), "text": .string("\(alert.title)\n\(alert.text)")],
            headers: .bearer(config.accessToken))
    }
}
