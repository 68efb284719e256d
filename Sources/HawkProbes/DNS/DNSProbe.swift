package import HawkCore
import HawkNet
package import NIOCore

/// Asks a name server for records and judges the answer.
package struct DNSProbe: Probe {
    package static let type = MonitorType.dns
    package static let label = "DNS"
    package static let summary = "Asks a name server for the records of a name and checks what they say."
    package static let targetField = FormField(
        "target", "Domain name", .text, required: true, help: "Names of services, such as _sip._tcp.example.com, are good too.",
        placeholder: "example.com")

    static let assertionSources: [Assertion.Source] = [.latency]
    /// Of a chosen server; c-ares asks one after the other.
    private static let mostAddresses = 4

    package static let form: [FormField] = [
        FormField(
            "record_type", "Record type", .select, defaultValue: "A", options: DNSRecordType.allCases.map(\.rawValue)),
        FormField(
            "expected", "Expected values", .list,
            help: "Such as 192.0.2.7, or 10 mail.example.com for MX; * stands for any characters. None: any record is good.",
            placeholder: "192.0.2.7", defaultValue: []),
        FormField(
            "match", "Match", .select,
            help: "All: each expected value is there. Any: one of them is. Exact: all are, and nothing else.",
            defaultValue: "all", options: DNSSettings.Match.allCases.map(\.rawValue)),
        FormField(
            "expected_rcode", "Expected response code", .select, help: "NODATA: the name exists, without such a record.",
            defaultValue: "NOERROR", options: DNSSettings.ExpectedCode.allCases.map(\.rawValue)),
        FormField(
            "resolver", "Name server", .text,
            help: "Its failure is the target's. Empty: this machine's own, whose silence or SERVFAIL counts against nobody.",
            placeholder: "192.0.2.53 or ns1.example.com:53"),
        FormField(
            "transport", "Transport", .select, help: "UDP: TCP is used as well where an answer needs it.", defaultValue: "udp",
            options: DNSSettings.Transport.allCases.map(\.rawValue)),
        Assertion.field(Self.assertionSources, help: "About latency."),
    ]

    package init() {}

    package func observe(_ target: DNSTarget, _ settings: DNSSettings, in attempt: Attempt) -> EventLoopFuture<Observation> {
        guard let resolver = settings.resolver else { return self.ask(nil, [], target, settings, in: attempt) }
        let server: DNSServer
        do {
            server = try DNSServer(parsing: resolver)
        } catch {
            return attempt.eventLoop.makeFailedFuture(RunnerFault("the stored name server \(error.message)"))
        }
        return attempt.resolve(server.host, port: server.port).flatMap { addresses in
            self.ask(server, addresses.interleaved, target, settings, in: attempt)
        }
    }

    /// - Parameter addresses: of the chosen server, judged.
    private func ask(
        _ server: DNSServer?, _ addresses: [IPAddress], _ target: DNSTarget, _ settings: DNSSettings, in attempt: Attempt
    ) -> EventLoopFuture<Observation> {
        let endpoints = addresses.prefix(Self.mostAddresses).map { Endpoint(ip: $0, port: server?.port ?? DNSServer.usualPort) }
        let judgement = DNSJudgement(target, settings, server: server, attempt)
        let asked = NIODeadline.now()
        attempt.waiting = server.map { .answer(from: $0.description) } ?? .records(judgement.subject)
        attempt.evidence.addresses = []
        attempt.evidence.peer = server == nil ? nil : endpoints.map(\.description).joined(separator: ", ")
        let query = attempt.environment.resolver.ask(
            for: target.name, type: settings.recordType.number, of: server == nil ? nil : Array(endpoints),
            overTCP: settings.transport == .tcp, on: attempt.eventLoop)
        attempt.whenOver { query.forget() }
        return query.message.flatMapErrorThrowing { error in
            let chosen = server.flatMap { server in endpoints.first.map { (server.description, $0) } }
            throw (error as? NameServerFailure)?.verdict(of: chosen, on: judgement.subject) ?? error
        }.flatMapThrowing { bytes in
            attempt.spend(\.firstByte, since: asked)
            return try judgement.judge(bytes)
        }
    }
}
