import Crypto
import HawkCore

/// Sends the alert as JSON in a POST to any URL.
struct WebhookChannel: AlertChannel {
    static let type = ChannelType.webhook
    static let label = "Webhook"

    /// Covers one whole request.
    var timeout = Duration.seconds(10)

    struct Settings: ChannelSettings {
        var url = ""
        var secret: String?
        var headers: [String: String]?

        static let settings = SettingList<Settings> {
            Setting(
                "url", "URL", \.url, .webURL, kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://hooks.example.com/statushawk")
            Setting(
                "secret", "Secret", \.secret, .bytes(1...256), secret: true,
                help: "Signs every request (StatusHawk-Signature header), so that the receiver can verify it.")
            Setting(
                "headers", "Headers", \.headers, .check(RequestHeaders.errors(in:)), secret: true,
                help: "Sent with every request, for example Authorization.")
        }
    }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) -> String? {
        let body = WebhookBody(message).bytes
        let request = ServiceRequest(
            url: config.url, headers: self.headers(message, body, config, environment),
            body: .bytes(body, type: "application/json"))
        let transfer = HTTPTransfer(
            request: request, secrets: Settings.settings.secrets(in: config), environment: environment, timeout: self.timeout)
        _ = try await transfer.perform()
        return nil
    }

    private func headers(
        _ message: AlertMessage, _ body: [UInt8], _ config: Settings, _ environment: ChannelEnvironment
    ) -> [String: String] {  // BOUNDED: RequestHeaders.errors
        var headers = config.headers ?? [:]
        headers["StatusHawk-Delivery"] = message.deliveryKey.headerSafe
        if let secret = config.secret {
            let seconds = environment.clock.now.milliseconds / 1_000
            headers["StatusHawk-Signature"] = Self.signature(of: body, at: seconds, secret: secret)
        }
        return headers
    }

    /// `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`
    static func signature(of body: [UInt8], at seconds: Int64, secret: String) -> String {
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
        hmac.update(data: Array("\(seconds).".utf8))
        hmac.update(data: body)
        return "t=\(seconds),v1=\(hmac.finalize().hex())"
    }
}
