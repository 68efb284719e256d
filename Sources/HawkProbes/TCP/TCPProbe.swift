package import HawkCore
import HawkNet
package import NIOCore

/// Opens a TCP connection, says something where that is wanted, waits for what must come back, and closes it again.
package struct TCPProbe: Probe {
    package static let type = MonitorType.tcp
    package static let label = "TCP port"
    package static let summary = "Opens a connection to a port; may send a text and wait for a reply, also over TLS."
    package static let targetField = FormField(
        "target", "Host and port", .text, required: true, help: "An IPv6 address stands in brackets.",
        placeholder: "db.example.com:5432")
    package static let form =
        [
            FormField(
                "send", "Send", .text, help: #"\r, \n, \t and \x1b stand for bytes. Everyone in the organization can read it."#,
                placeholder: #"PING\r\n"#),
            FormField(
                "expect", "Expected reply", .text, help: "A text that must come back, or greet where nothing is sent.",
                placeholder: "+PONG"),
            FormField("tls", "TLS", .toggle, help: "From the first byte on.", defaultValue: false),
            StartTLS.field,
            Assertion.field(Self.assertionSources, help: "About the latency and, over TLS, the certificate."),
        ] + Inversion.form + TLSSettings.form + Reach.form

    static let assertionSources: [Assertion.Source] = [.latency, .certificateDays]

    package init() {}

    package func observe(_ target: HostAndPort, _ settings: TCPSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        attempt.reach = settings.reach
        let name = target.canonical
        let exchange: TCPExchange?
        do {
            exchange = try TCPExchange(settings, with: name, in: attempt)
        } catch {
            return attempt.eventLoop.makeFailedFuture(RunnerFault("the text to send to \(name) cannot be read"))
        }
        return attempt.dial(target.host, target.port).flatMap { wire in
            guard settings.isSecured else {
                exchange?.listen(on: wire)
                return exchange?.perform() ?? attempt.eventLoop.makeSucceededVoidFuture()
            }
            return attempt.secure(wire, to: target, after: settings.startTLS, settings.tls) { exchange?.listen(on: wire) }
                .flatMap { exchange?.perform() ?? attempt.eventLoop.makeSucceededVoidFuture() }
        }.map { attempt.conclude(judging: settings.assertions, of: name) }
    }
}
