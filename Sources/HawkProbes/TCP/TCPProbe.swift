package import HawkCore
import HawkNet

/// Opens a TCP connection, optionally sends a text, waits for the expected reply, and closes the connection.
package final class TCPProbe: Probe {
    package typealias Settings = TCPSettings

    package static let type = MonitorType.tcp
    package static let label = "TCP port"
    package static let summary = "Opens a connection to a port. Can send a text and wait for a reply, also over TLS."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, secretBinding: .value, help: "Put IPv6 addresses in brackets.",
        placeholder: "db.example.com:5432")

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
        let evaluate = { attempt.end(.success(attempt.conclude(evaluating: self.settings.assertions, of: name))) }
        let exchange: TCPExchange?
        do {
            exchange = try TCPExchange(self.settings, with: name, in: attempt, then: evaluate)
        } catch {
            return attempt.fail(RunnerFault("the text to send to \(name) cannot be read"))
        }
        let start = exchange?.perform ?? evaluate
        attempt.dial(self.target) { connection in
            guard self.settings.isSecured else {
                exchange?.listen(on: connection)
                return start()
            }
            attempt.secure(
                connection, to: self.target, after: self.settings.startTLS, self.settings.tls,
                listen: { exchange?.listen(on: connection) },
                then: start)
        }
    }
}
