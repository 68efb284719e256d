import HawkCore

/// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages/post-v3--domain-name--messages
struct MailgunChannel: HTTPService {
    static let type = ChannelType(rawValue: "mailgun")
    static let label = "Mailgun"
    static let steps = [
        "Add a sending domain and set its DNS records.",
        "Create a sending key for the domain under *Domain settings*, *Sending keys*.",
    ]
    static let limits = AlertLimits.mail

    struct Settings: ChannelSettings {
        enum Region: String, SettingChoice { case us, eu }

        var region = Region.us
        var domain = "", apiKey = ""
        var envelope = MailEnvelope()

        static let settings = SettingList<Settings> {
            Setting("region", "Region", \.region, secretBinding: .value)
            Setting(
                "domain", "Sending domain", \.domain, .valid { $0.isHostName ? nil : "must be a domain, such as mg.example.com" },
                required: true, placeholder: "mg.example.com")
            Setting("api_key", "API key", \.apiKey, .token(), required: true, secret: true)
            SettingsPart(\.envelope)
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        let server = config.region == .eu ? "https://api.eu.mailgun.net/v3" : "https://api.mailgun.net/v3"
        let fields: [ServiceRequest.FormValue] = [
            .init(name: "from", value: config.envelope.sender),
            .init(name: "to", value: config.envelope.to.joined(separator: ",")),
            .init(name: "subject", value: alert.title), .init(name: "text", value: alert.mail.plain),
            .init(name: "html", value: alert.mail.html),
        ]
        let headers = config.envelope.headers(for: alert).map { ServiceRequest.FormValue(name: "h:\($0)", value: $1) }
        return ServiceRequest(
            url: server.at(config.domain, "messages"), headers: .basic("api", config.apiKey), body: .form(fields + headers))
    }
}
