package import HawkCore
import HawkNet

/// Opens a TLS connection, verifies the certificate, and closes the connection.
package final class TLSProbe: Probe {
    package typealias Settings = TLSProbeSettings

    package static let type = MonitorType.tls
    package static let label = "TLS certificate"
    package static let summary = "Makes a TLS connection to a port and checks the certificate."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, secretBinding: .value, help: "Put IPv6 addresses in brackets.",
        placeholder: "www.example.com:443")

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
                attempt.end(.success(attempt.conclude(evaluating: self.settings.assertions, of: self.target.canonical)))
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

    package init() {}

    package static let settings = SettingList<TLSProbeSettings> {
        StartTLS.setting(\.startTLS)
        Assertion.setting(\.assertions, on: [.latency, .certificateDays], help: "On latency and certificate expiry.")
        SettingsPart(\.tls)
        SettingsPart(\.dialOptions)
    }
}
