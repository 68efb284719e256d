import HawkCore

/// https://joaoapps.com/join/api/
struct JoinChannel: HTTPService {
    static let type = ChannelType(rawValue: "join")
    static let label = "Join"
    static let steps = [
        "Open the web page of Join (https://joinjoaomgcd.appspot.com), select a device and then Join API.",
        "Copy the API key, and the device's ID if only one device receives the alerts.",
    ]
    /// Texts are part of the URL.
    static let limits = AlertLimits(title: .bytes(250), text: .bytes(1_000))

    struct Settings: ChannelSettings {
        var apiKey = ""
        var deviceID = "group.all"

        static let settings = SettingList<Settings> {
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true)
            Setting("device_id", "Device or group", \.deviceID, .token(1...128))
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let values: KeyValuePairs = [
            "apikey": config.apiKey, "deviceId": config.deviceID, "title": alert.title, "text": alert.body, "url": alert.url,
            "group": "StatusHawk", "priority": alert.severity.mapped(critical: "2", warning: "1", info: "0"),
        ]
        let query = values.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return ServiceRequest(
            method: "GET", url: "https://joinjoaomgcd.appspot.com/_ah/api/messaging/v1/sendPush?\(query)")
    }

    func refusal(in answer: ServiceAnswer) -> ServiceRefusal? {
        guard answer.json["success"] != true else { return nil }
        return ServiceRefusal(
            answer.json["errorMessage"]?.string ?? "failure", retry: answer.json["userAuthError"] == true ? .never : .later)
    }
}
