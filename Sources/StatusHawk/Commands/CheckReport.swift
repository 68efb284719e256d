import Foundation
import HawkCore

/// A result of `statushawk check` for people.
struct CheckReport {
    private let result: CheckResult

    init(_ result: CheckResult) { self.result = result }

    /// The verdict, and the phases as curl users know them: seconds since the start at the end of each.
    func text(target: String) -> String {
        var lines = ["\(target) is \(self.result.outcome.rawValue)"]
        if !self.result.message.isEmpty { lines.append("  \(self.result.message)") }
        if let status = self.result.statusCode { lines.append("  status             \(status)") }
        var total = Duration.zero
        for (name, phase) in self.phases {
            guard let phase else { continue }
            total += phase
            lines.append("  \(name.padding(to: 18)) \(Self.seconds(total))  (+\(Self.seconds(phase)))")
        }
        lines.append("  \("time_total".padding(to: 18)) \(Self.seconds(self.result.latency))")
        if self.result.attempts > 1 { lines.append("  attempts           \(self.result.attempts)") }
        return lines.joined(separator: "\n")
    }

    private var phases: [(String, Duration?)] {
        let phases = self.result.phases
        return [
            ("time_namelookup", phases.dns), ("time_connect", phases.connect), ("time_appconnect", phases.tls),
            ("time_starttransfer", phases.firstByte), ("time_transfer", phases.transfer),
        ]
    }

    private static func seconds(_ duration: Duration) -> String { String(format: "%.6f", duration.seconds) }
}
