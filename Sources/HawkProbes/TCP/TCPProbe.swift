package import HawkCore
import HawkNet

/// Opens a TCP connection, optionally sends a text, waits for the expected reply, and closes the connection.
package final class TCPProbe: Probe {
    package static let type = MonitorType.tcp
    package static let label = "TCP port"
    package static let summary = "Opens a connection to a port. Can send a text and wait for a reply, also over TLS."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, secretBinding: .value, help: "Put IPv6 addresses in brackets.",
        placeholder: "db.example.com:5432")
    package static let form =
        [
            FormField(
                "send", "Send", .text, help: #"Escapes: \r, \n, \t and \x1b. Visible to everyone in the organization."#,
                placeholder: #"PING\r\n"#),
            FormField(
                "secret_send", "Send (secret)", .text, secret: true,
                help: "Use it instead of Send for passwords and keys. Never shown again."),
            FormField(
                "expect", "Expected reply", .text, help: "Text that the reply must contain, or the greeting if nothing is sent.",
                placeholder: "+PONG"),
            FormField("tls", "TLS", .toggle, secretBinding: .value, help: "TLS from the first byte.", default: false),
            StartTLS.field,
            Assertion.field(TCPProbe.assertionSources, help: "On latency and, over TLS, certificate expiry."),
        ] + Inversion.form + TLSSettings.form + DialOptions.form

    static let assertionSources: [Assertion.Source] = [.latency, .certificateDays]

    private let target: HostAndPort
    private let settings: TCPSettings

    package init(_ target: HostAndPort, _ settings: TCPSettings) {
        self.target = target
        self.settings = settings
    }

    package func observe(in attempt: Attempt) {
        attempt.dialOptions = self.settings.dialOptions
        attempt.secrets = { self.settings.secrets }
        let name = self.target.canonical
        let judge = { attempt.end(.success(attempt.conclude(judging: self.settings.assertions, of: name))) }
        let exchange: TCPExchange?
        do {
            exchange = try TCPExchange(self.settings, with: name, in: attempt, then: judge)
        } catch {
            return attempt.fail(RunnerFault("the text to send to \(name) cannot be read"))
        }
        let ask = exchange?.perform ?? judge
        attempt.dial(self.target) { connection in
            guard self.settings.isSecured else {
                exchange?.listen(on: connection)
                return ask()
            }
            attempt.secure(
                connection, to: self.target, after: self.settings.startTLS, self.settings.tls,
                listen: { exchange?.listen(on: connection) },
                then: ask)
        }
    }
}
