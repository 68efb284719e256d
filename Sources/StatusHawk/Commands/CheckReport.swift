import Foundation
import HawkCore
import HawkEngine

/// The text output of `statushawk check` for one check.
struct CheckReport {
    /// The length of the body that is shown.
    private static let maxBodyLength = 400
    private static let maxNames = 8

    private let target: String
    private let result: CheckResult
    private let observation: Observation?

    init(_ execution: SingleCheck.Execution, of target: String) {
        self.target = target
        self.result = execution.result
        self.observation = execution.observation
    }

    /// The verdict, the route, the times, and the response that was seen.
    var text: String {
        var rows = ["\(self.target.printable) is \(self.result.outcome.rawValue)"]
        if !self.result.message.isEmpty { rows.append("  \(self.result.message.printable)") }
        if self.result.reason != .none { rows.append(Self.row("reason", self.result.reason.rawValue)) }
        if let status = self.result.statusCode {
            let version = self.observation?.protocolVersion.map { "  (HTTP/\($0 == 2 ? "2" : "\($0)"))" } ?? ""
            rows.append(Self.row("status", "\(status)\(version)"))
        }
        if self.result.attempts > 1 { rows.append(Self.row("attempts", "\(self.result.attempts)")) }
        rows += self.way + self.times
        if let chain = self.result.chain { rows += Self.rows(of: chain, at: self.result.finishedAt) }
        return (rows + self.answer).joined(separator: "\n")
    }

    /// The verdict in one line, for repeated checks.
    var line: String {
        let detail = [
            self.result.statusCode.map(String.init), self.result.message.isEmpty ? self.observation?.evidence.peer : nil,
            self.result.message.isEmpty ? nil : self.result.message.printable,
        ]
        let outcome = self.result.outcome.rawValue.padding(to: 8)
        let time = self.result.outcome == .unknown ? "" : self.result.latency.map(Self.milliseconds) ?? ""
        return ([outcome, time.padding(to: 10)] + detail.compactMap { $0 }).joined(separator: "  ")
    }

    static func milliseconds(_ duration: Duration) -> String { String(format: "%.2f ms", duration.seconds * 1_000) }

    private var way: [String] {
        guard let evidence = self.observation?.evidence else { return [] }
        var rows: [String] = []
        for place in evidence.redirects { rows.append(Self.row("redirected to", place.printable)) }
        if !evidence.addresses.isEmpty { rows.append(Self.row("addresses", evidence.addresses.joined(separator: ", "))) }
        if let peer = evidence.peer { rows.append(Self.row("connected to", peer)) }
        if let version = evidence.tlsVersion { rows.append(Self.row("TLS version", version)) }
        if !evidence.lenient.isEmpty { rows.append(Self.row("HTTP deviations", evidence.lenient.joined(separator: ", "))) }
        if let size = evidence.size { rows.append(Self.row("size", "\(size) bytes")) }
        return rows
    }

    /// Seconds from the start to the end of each phase, as in curl's `--write-out`, and the duration of the phase itself.
    private var times: [String] {
        let phases = self.result.phases
        var total = Duration.zero
        var rows: [String] = []
        for (name, phase) in [
            ("time_namelookup", phases.dns), ("time_connect", phases.connect), ("time_appconnect", phases.tls),
            ("time_starttransfer", phases.firstByte),
        ] {
            guard let phase else { continue }
            total += phase
            rows.append(Self.row(name, "\(Self.seconds(total))  (+\(Self.seconds(phase)))"))
        }
        // A check that failed on our side has no time.
        guard let latency = self.result.latency, !rows.isEmpty || latency > .zero else { return rows }
        let last = phases.transfer.map { "  (+\(Self.seconds($0)))" } ?? ""
        return rows + [Self.row("time_total", Self.seconds(latency) + last)]
    }

    private static func rows(of chain: CertificateChain, at now: Instant) -> [String] {
        let leaf = chain.leaf
        let days = leaf.daysLeft(at: now)
        let left = days < 0 ? "expired" : days == 1 ? "1 day left" : "\(days) days left"
        let more = leaf.names.count - self.maxNames
        let names = leaf.names.prefix(self.maxNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        return [
            self.row("certificate", leaf.subject.printable),
            self.row("  issuer", leaf.issuer.printable),
            self.row("  names", names.printable),
            self.row("  valid", "\(leaf.notBefore.dateWords) to \(leaf.notAfter.dateWords), \(left)"),
        ] + (chain.problem.map { [self.row("  problem", $0.printable)] } ?? [])
    }

    /// The response that was kept of a failed check.
    private var answer: [String] {
        guard let evidence = self.observation?.evidence else { return [] }
        let headers = evidence.headers.map { "  < \($0.name.printable): \($0.value.printable)" }
        let body = evidence.body.map { body in
            body.prefix(Self.maxBodyLength).split(separator: "\n").map { "  | \(String($0).printable)" }
                + (body.count > Self.maxBodyLength ? ["  | …"] : [])
        }
        return headers + (body ?? [])
    }

    private static func row(_ name: String, _ value: String) -> String { "  \(name.padding(to: 18)) \(value)" }

    private static func seconds(_ duration: Duration) -> String { String(format: "%.6f", duration.seconds) }
}

extension String {
    /// Without characters that control a terminal, because targets and certificates are untrusted.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                self.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
