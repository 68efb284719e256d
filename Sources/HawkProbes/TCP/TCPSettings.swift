package import HawkCore
import HawkNet

/// The text to send to a port, and the expected reply.
package struct TCPSettings: MonitorSettings {
    /// With escapes. Nil if nothing is sent.
    package var send: String?
    /// In place of `send`, write-only.
    package var secretSend: String?
    /// With escapes. If nil, any reply to a sent text is accepted; if nothing is sent, no reply is expected.
    package var expect: String?
    /// Whether TLS starts with the first byte.
    package var isTLS = false
    package var startTLS = StartTLS.none
    package var assertions: [Assertion] = []
    package var inversion = Inversion()
    package var tls = TLSSettings()
    package var dialOptions = DialOptions()

    package init() {}

    package static let settings = SettingList<TCPSettings> {
        Setting(
            "send", "Send", \.send, Self.length, Self.escapes,
            help: #"Escapes: \r, \n, \t and \x1b. Visible to everyone in the organization."#, placeholder: #"PING\r\n"#)
        Setting(
            "secret_send", "Send (secret)", \.secretSend, Self.length, Self.escapes, secret: true,
            help: "Use it instead of Send for passwords and keys. Never shown again.")
        Setting(
            "expect", "Expected reply", \.expect, Self.length, Self.escapes,
            help: "Text that the reply must contain, or the greeting if nothing is sent.", placeholder: "+PONG")
        Setting("tls", "TLS", \.isTLS, secretBinding: .value, help: "TLS from the first byte.")
        StartTLS.setting(\.startTLS)
        Assertion.setting(
            \.assertions, on: [.latency, .certificateDays], help: "On latency and, over TLS, certificate expiry.")
        SettingsPart(\.inversion)
        SettingsPart(\.tls)
        SettingsPart(\.dialOptions)
    }

    private static let length = SettingRule<String>.bytes(1...1_024)

    private static let escapes = SettingRule<String>.valid { text in
        do throws(EscapedText.Malformed) { _ = try EscapedText(parsing: text) } catch { return error.message }
        return nil
    }

    package var isInverted: Bool { self.inversion.inverted }

    /// The text to send, secret or not.
    var words: String? { self.secretSend ?? self.send }

    /// The secrets that must not appear in evidence and messages, even if a target sends them back.
    var secrets: [String] {
        guard let secret = self.secretSend else { return self.tls.secrets }
        // `try?`: an unreadable text is never sent.
        let sent = (try? EscapedText(parsing: secret)).map { String(decoding: $0.bytes, as: UTF8.self) }
        return [secret, sent].compactMap { $0 }.flatMap(SecretText.parts) + self.tls.secrets
    }

    /// Whether the connection uses TLS from the start or later.
    var isSecured: Bool { self.isTLS || self.startTLS != .none }

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if self.send != nil, self.secretSend != nil {
            errors.append(FieldError("secret_send", "cannot be combined with send"))
        }
        if self.isTLS, self.startTLS != .none {
            errors.append(FieldError("starttls", "must be none when TLS is on"))
        }
        if !self.isSecured, let position = self.assertions.firstIndex(where: { $0.source == .certificateDays }) {
            errors.append(FieldError("assertions.\(position).source", "requires TLS"))
        }
        return errors
    }
}
