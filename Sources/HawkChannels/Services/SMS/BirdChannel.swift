import HawkCore

/// https://bird.com/docs/api
struct BirdChannel: HTTPService {
    static let type = ChannelType(rawValue: "bird")
    static let label = "Bird"
    static let steps = [
        "Open your workspace on Bird (https://bird.com/) and create an API key. It begins with `bk_` and a region.",
        "Buy a number or register a sender, and wait until Bird has approved it.",
    ]
    static let limits = AlertLimits.sms

    struct Settings: ChannelSettings {
        var apiKey = "", from = "", to = ""

        static let settings = SettingList<Settings> {
            Setting(
                "api_key", "API key", \.apiKey, .token(),
                .valid { Self.region(of: $0) == nil ? "must begin with bk_ and a region, such as bk_us1_" : nil }, required: true,
                secret: true, placeholder: "bk_us1_…")
            Setting(
                "from", "Sender", \.from, .line(1...16), required: true, help: "A sender of your workspace.",
                placeholder: "+15551234567")
            Setting("to", "Number", \.to, .phone, required: true, placeholder: "+4915112345678")
        }

        /// The key contains its region, which is part of the server's name.
        var server: String { "https://\(Self.region(of: self.apiKey) ?? "us1").platform.bird.com" }

        private static func region(of key: String) -> String? {
            let parts = key.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "bk" || parts[0] == "bm", !parts[2].isEmpty, (3...8).contains(parts[1].utf8.count)
            else { return nil }
            let isRegion = parts[1].utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            return isRegion ? String(parts[1]) : nil
        }
    }

    func request(for alert: ServiceAlert, with config: Settings) -> ServiceRequest {
        var headers: [String: String] = .bearer(config.apiKey)
        headers["Idempotency-Key"] = alert.deliveryKey.headerSafe
        return .post(
            config.server.at("v1", "sms", "messages"),
            json: [
                "from": .string(config.from), "to": .string(config.to), "text": .string(alert.sms), "category": "transactional",
            ], headers: headers)
    }
}
