import HawkCore

@testable import HawkChannels

/// Settings of a channel type with every field filled, and what the service answers when it accepts an alert.
struct ServiceSample {
    let config: JSONValue
    var accepted = ""

    /// Of each type in the registry. Hosts are examples where the owner chooses them.
    static let all = Dictionary(
        uniqueKeysWithValues: [own, chat, push, paging, sms, mail, automation].flatMap { $0.map { ($0.key, $0.value) } })

    private static let own: [ChannelType: ServiceSample] = [
        .email: ServiceSample(config: ["to": ["bob@example.com"], "smtp_url": "smtp://localhost"]),
        .webhook: ServiceSample(config: ["url": "https://hooks.example/x", "secret": "abc", "headers": ["X-A": "b"]]),
    ]
}
