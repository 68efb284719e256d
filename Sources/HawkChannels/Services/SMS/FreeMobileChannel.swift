import HawkCore

/// https://mobile.free.fr/account/mes-options (the option "Notifications par SMS" describes the request)
struct FreeMobileChannel: HTTPService {
    static let type = ChannelType(rawValue: "free_mobile")
    static let label = "Free Mobile"
    static let steps = [
        "Sign in to your account (https://mobile.free.fr/account/) and open *Mes options*.",
        "Activate *Notifications par SMS* and copy the key.",
    ]
    static let limits = AlertLimits.sms
    /// Too many messages in a short time.
    static let temporaryStatuses: Set<Int> = [402]

    struct Settings: ChannelSettings {
        var user = "", pass = ""

        static let settings = SettingList<Settings> {
            Setting("user", "Identifier", \.user, .token(1...32), required: true)
            Setting("pass", "Key", \.pass, .token(), required: true, secret: true)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        .post(
            "https://smsapi.free-mobile.fr/sendmsg",
            json: ["user": .string(config.user), "pass": .string(config.pass), "msg": .string(alert.sms)])
    }
}
