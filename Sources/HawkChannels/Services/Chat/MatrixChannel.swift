import HawkCore

/// https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
struct MatrixChannel: HTTPService {
    static let type = ChannelType(rawValue: "matrix")
    static let label = "Matrix"
    static let steps = [
        "Create an account for alerts, and sign in to get an access token. In Element: \"All settings\", \"Help & "
            + "About\", \"Access Token\".",
        "Invite the account to the room and join the room with it. The room must not be encrypted.",
        "Copy the room's internal ID from its settings (\"Advanced\").",
    ]
    static let limits = AlertLimits(title: .bytes(512), text: .bytes(4_096))

    struct Settings: ChannelSettings {
        var serverURL = "", accessToken = "", roomID = ""

        static let settings = SettingList<Settings> {
            Setting(
                "server_url", "Homeserver", \.serverURL, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://matrix.example.com")
            Setting("access_token", "Access token", \.accessToken, .token(1...4_096), required: true, secret: true)
            Setting(
                "room_id", "Room ID", \.roomID, .token(1...255),
                .valid { $0.hasPrefix("!") ? nil : "must begin with !; an address such as #room:example.com is not an ID" },
                required: true, placeholder: "!abc:example.com")
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let transaction = "\(alert.incidentKey)-\(alert.deliveryKey)"
        let lines = alert.body.split(separator: "\n").map { Markup.html.escape(String($0)) }
        let url = Markup.html.escape(alert.url)
        let html = ["<strong>\(Markup.html.escape(alert.title))</strong>"] + lines + ["<a href=\"\(url)\">\(url)</a>"]
        return ServiceRequest(
            method: "PUT",
            url: config.serverURL.at(
                "_matrix", "client", "v3", "rooms", config.roomID, "send", "m.room.message", transaction),
            headers: .bearer(config.accessToken),
            body: .json(
                ([
                    "msgtype": "m.text", "body": .string("\(alert.title)\n\(alert.text)"), "format": "org.matrix.custom.html",
                    "formatted_body": .string(html.joined(separator: "<br>")), "m.mentions": [:],
                    "m.relates_to": alert.thread.map { ["m.in_reply_to": ["event_id": .string($0)]] } ?? .null,
                ] as JSONValue).withoutNulls))
    }

    func reference(in answer: ServiceAnswer) -> String? { answer.json["event_id"]?.string }
}
