package import HawkCore
import HawkNet

/// Opens a TLS connection, verifies the certificate, and closes the connection.
package final class TLSProbe: Probe {
    package static let type = MonitorType.tls
    package static let label = "TLS certificate"
    package static let summary = "Makes a TLS connection to a port and checks the certificate."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, secretBinding: .value, help: "Put IPv6 addresses in brackets.",
        placeholder: "www.example.com:443")
    package static let form =
        [StartTLS.field, Assertion.field(TLSProbe.assertionSources, help: "On latency and certificate expiry.")]
        + TLSSettings.form + DialOptions.form

    static let assertionSources: [Assertion.Source] = [.latency, .certificateDays]

    private let target: HostAndPort
    private let settings: TLSProbeSettings

    package init(_ target: HostAndPort, _ settings: TLSProbeSettings) {
        self.target = target
        self.settings = settings
    }

    package func observe(in attempt: Attempt) {
        attempt.dialOptions = self.settings.dialOptions
        attempt.secrets = { self.settings.tls.secrets }
        attempt.dial(self.target) { connection in
            attempt.secure(connection, to: self.target, after: self.settings.startTLS, self.settings.tls) {
                attempt.end(.success(attempt.conclude(judging: self.settings.assertions, of: self.target.canonical)))
            }
        }
    }
}

/// How TLS starts, and the assertions on it.
package struct TLSProbeSettings: MonitorSettings {
    package var startTLS = StartTLS.none
    package var assertions: [Assertion] = []
    package var tls = TLSSettings()
    package var dialOptions = DialOptions()

    package enum CodingKeys: CodingKey, CaseIterable { case starttls, assertions }

    package static let members = Self.ownMembers + TLSSettings.members + DialOptions.members

    package init() {}

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.startTLS = try members.decode(.starttls, choiceOr: StartTLS.none)
        self.assertions = try members.decode(.assertions, or: [])
        self.tls = try TLSSettings(from: decoder)
        self.dialOptions = try DialOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.startTLS, forKey: .starttls)
        try members.encode(self.assertions, forKey: .assertions)
        try self.tls.encode(to: encoder)
        try self.dialOptions.encode(to: encoder)
    }

    package func validate() -> [FieldError] {
        Assertion.validate(self.assertions, sources: TLSProbe.assertionSources) + self.tls.validate()
            + self.dialOptions.validate()
    }
}
