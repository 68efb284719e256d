import Crypto
import Foundation
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
                "url", "URL", \.url, .valid(Self.problem(ofURL:)), kind: .url, required: true, secretBinding: .origin,
                placeholder: "https://hooks.example.com/statushawk")
            Setting(
                "secret", "Secret", \.secret, .bytes(1...256), secret: true,
                help: "Signs every request (StatusHawk-Signature header), so that the receiver can verify it.")
            Setting(
                "headers", "Headers", \.headers, .check(RequestHeaders.errors(in:)), secret: true,
                help: "Sent with every request, for example Authorization.")
        }

        private static func problem(ofURL text: String) -> String? {
            guard text.utf8.count <= 2_048 else { return "must be at most 2048 characters long" }
            guard !text.unicodeScalars.contains(where: { $0.isControl || $0 == " " }), let url = URLComponents(string: text),
                let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty
            else { return "must be a URL, such as https://hooks.example.com/statushawk" }
            guard scheme == "http" || scheme == "https" else { return "must begin with https:// or http://" }
            guard url.user == nil, url.password == nil else {
                return "must not contain a user or password; use an Authorization header"
            }
            return nil
        }
    }

    func send(
        _ message: AlertMessage, with config: Settings, in environment: ChannelEnvironment
    ) async throws(DeliveryError) {
        let url = URLComponents(string: config.url)
        let peer = Peer(
            host: url?.host?.trimmingCharacters(in: CharacterSet(charactersIn: "[]")) ?? "",
            port: url?.port ?? (url?.scheme?.lowercased() == "http" ? 80 : 443), timeout: self.timeout)
        let body = WebhookBody(message).bytes
        let outcome = try await environment.transport.perform(
            CurlRequest(
                url: config.url, host: peer.host, payload: .post(headers: self.headers(message, body, config, environment)),
                body: body,
                caFile: environment.caFile, connectTimeout: .seconds(5), timeout: peer.timeout, policy: environment.policy))
        let secrets = ((config.headers ?? [:]).values + [config.secret].compactMap { $0 }).map(Secret.init)
        try WebhookVerdict(peer: peer, secrets: secrets).verify(outcome)
    }

    private func headers(
        _ message: AlertMessage, _ body: [UInt8], _ config: Settings, _ environment: ChannelEnvironment
    ) -> [String] {
        var lines = [
            "Content-Type: application/json", "User-Agent: StatusHawk/\(environment.version)",
            "StatusHawk-Delivery: \(message.deliveryKey.headerSafe)",
            "Expect:",  // otherwise libcurl waits for permission to send the body
        ]
        if let secret = config.secret {
            let seconds = environment.clock.now.milliseconds / 1_000
            lines.append("StatusHawk-Signature: \(Self.signature(of: body, at: seconds, secret: secret))")
        }
        return lines + RequestHeaders.lines(config.headers ?? [:])
    }

    /// `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`
    static func signature(of body: [UInt8], at seconds: Int64, secret: String) -> String {
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
        hmac.update(data: Array("\(seconds).".utf8))
        hmac.update(data: body)
        return "t=\(seconds),v1=\(hmac.finalize().hex())"
    }
}
