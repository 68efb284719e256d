package import HawkCore
import HawkNet

/// The text to send to a port, and the expected reply.
package struct TCPSettings: MonitorSettings {
    private static let maxTextLength = 1_024

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

    package enum CodingKeys: CodingKey, CaseIterable { case send, secretSend, expect, tls, starttls, assertions }

    package static let members = Self.ownMembers + Inversion.members + TLSSettings.members + DialOptions.members

    package init() {}

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.send = try members.decodeIfPresent(String.self, forKey: .send)
        self.secretSend = try members.decodeIfPresent(String.self, forKey: .secretSend)
        self.expect = try members.decodeIfPresent(String.self, forKey: .expect)
        self.isTLS = try members.decode(.tls, or: false)
        self.startTLS = try members.decode(.starttls, choiceOr: StartTLS.none)
        self.assertions = try members.decode(.assertions, or: [])
        self.inversion = try Inversion(from: decoder)
        self.tls = try TLSSettings(from: decoder)
        self.dialOptions = try DialOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(self.send, forKey: .send)
        try members.encodeIfPresent(self.secretSend, forKey: .secretSend)
        try members.encodeIfPresent(self.expect, forKey: .expect)
        try members.encode(self.isTLS, forKey: .tls)
        try members.encode(self.startTLS, forKey: .starttls)
        try members.encode(self.assertions, forKey: .assertions)
        try self.inversion.encode(to: encoder)
        try self.tls.encode(to: encoder)
        try self.dialOptions.encode(to: encoder)
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
        var errors =
            Self.check("send", self.send) + Self.check("secret_send", self.secretSend) + Self.check("expect", self.expect)
        if self.send != nil, self.secretSend != nil {
            errors.append(FieldError("secret_send", "cannot be combined with send"))
        }
        if self.isTLS, self.startTLS != .none {
            errors.append(FieldError("starttls", "must be none when TLS is on"))
        }
        errors += Assertion.validate(self.assertions, sources: TCPProbe.assertionSources)
        if !self.isSecured, let position = self.assertions.firstIndex(where: { $0.source == .certificateDays }) {
            errors.append(FieldError("assertions.\(position).source", "requires TLS"))
        }
        return errors + self.tls.validate() + self.dialOptions.validate()
    }

    private static func check(_ field: String, _ text: String?) -> [FieldError] {
        guard let text else { return [] }
        guard (1...Self.maxTextLength).contains(text.utf8.count) else {
            return [FieldError(field, "must be 1 to \(Self.maxTextLength) bytes long")]
        }
        do { _ = try EscapedText(parsing: text) } catch { return [FieldError(field, error.message)] }
        return []
    }
}
