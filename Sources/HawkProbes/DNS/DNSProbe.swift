package import HawkCore
import HawkNet
import NIOCore

/// Queries a name server for records and evaluates the answer.
package final class DNSProbe: Probe {
    package typealias Settings = DNSSettings

    package static let type = MonitorType.dns
    package static let label = "DNS"
    package static let summary = "Queries a name server for the records of a name and checks their values."
    package static let targetField = FormField(
        "target", "Domain name", .text, required: true, help: "SRV names such as _sip._tcp.example.com work too.",
        placeholder: "example.com")

    /// The maximum number of addresses of a chosen server. c-ares queries one after the other.
    private static let maxAddresses = 4

    private let target: DNSTarget
    private let settings: DNSSettings

    package init(_ target: DNSTarget, _ settings: DNSSettings) {
        self.target = target
        self.settings = settings
    }

    package func observe(in attempt: Attempt) {
        guard let resolver = self.settings.resolver else { return self.query(nil, [], in: attempt) }
        let server: DNSServer
        do {
            server = try DNSServer(parsing: resolver)
        } catch {
            return attempt.fail(RunnerFault("the stored name server \(error.message)"))
        }
        attempt.resolve(server.host, port: server.port) { resolution in
            let addresses = Array(resolution.addresses.interleaved.prefix(Self.maxAddresses))
            attempt.acquirePlaces(at: addresses) { self.query(server, addresses, in: attempt) }
        }
    }

    /// - Parameter addresses: the chosen server's addresses, already checked against the policy.
    private func query(_ server: DNSServer?, _ addresses: [IPAddress], in attempt: Attempt) {
        let endpoints = addresses.map { Endpoint(ip: $0, port: server?.port ?? DNSServer.usualPort) }
        let evaluation = DNSEvaluation(self.target, self.settings, server: server, attempt)
        let queriedAt = NIODeadline.now()
        attempt.deadlineReason = server.map { .answer(from: $0.description) } ?? .records(evaluation.subject)
        attempt.evidence.addresses = []
        attempt.evidence.peer = server == nil ? nil : endpoints.map(\.description).joined(separator: ", ")
        let query = attempt.environment.resolver.query(
            for: self.target.name, type: self.settings.recordType.number, of: server == nil ? nil : Array(endpoints),
            overTCP: self.settings.transport == .tcp, on: attempt.eventLoop)
        attempt.whenOver { query.forget() }
        query.message.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let bytes):
                attempt.spend(.firstByte, since: queriedAt)
                attempt.end(Result { try evaluation.evaluate(bytes) })
            case .failure(let error):
                let chosen = server.flatMap { server in endpoints.first.map { (server.description, $0) } }
                attempt.fail((error as? NameServerFailure)?.verdict(of: chosen, on: evaluation.subject) ?? error)
            }
        }
    }
}
