import Foundation
import HawkCore

/// The totals of any number of checks, in constant memory.
struct CheckTally: Equatable {
    private var outcomes: [Outcome: Int] = [:]
    /// Only successes are timed, because the duration of a failure says nothing about the target's speed.
    private var rollup = Rollup()

    mutating func add(_ result: CheckResult) {
        self.outcomes[result.outcome, default: 0] += 1
        self.rollup.count(result.outcome, latency: result.latency, anomalous: false)
    }

    /// Down comes before unknown, because it says something about the target. Up if there was no check.
    var worst: Outcome { [.down, .unknown, .degraded].first { self.outcomes[$0] != nil } ?? .up }

    /// Like the last lines of `ping`.
    func summary(of target: String) -> String {
        let total = self.outcomes.values.reduce(0, +)
        let counts = Outcome.allCases.compactMap { outcome in self.outcomes[outcome].map { "\($0) \(outcome.rawValue)" } }
        let first = "\(target): " + (["\(total) \(total == 1 ? "check" : "checks")"] + counts).joined(separator: ", ")
        let rollup = self.rollup
        guard let fastest = rollup.latencyMinimum, let slowest = rollup.latencyMaximum, let mean = rollup.latencyMean,
            let p95 = rollup.latencyPercentile(0.95)
        else { return first }
        let figures = [fastest, mean, p95, slowest]
        return first + "\nlatency min/mean/p95/max = \(figures.map(Self.figure).joined(separator: "/")) ms"
    }

    private static func figure(_ duration: Duration) -> String { String(format: "%.2f", duration.seconds * 1_000) }
}
