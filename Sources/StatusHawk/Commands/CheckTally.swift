import Foundation
import HawkCore

/// What any number of checks came to, in little space however many they are.
struct CheckTally: Equatable {
    private var outcomes: [Outcome: Int] = [:]
    private var histogram = LatencyHistogram()
    private var sum = Duration.zero
    private var range: ClosedRange<Duration>?

    mutating func add(_ result: CheckResult) {
        self.outcomes[result.outcome, default: 0] += 1
        // How long a failure took says nothing of how quick the target is.
        guard result.isSuccess, let latency = result.latency else { return }
        self.histogram.add(latency)
        self.sum += latency
        let range = self.range ?? latency...latency
        self.range = min(range.lowerBound, latency)...max(range.upperBound, latency)
    }

    /// Down before unknown, as that says something of the target; up where there was no check.
    var worst: Outcome { [.down, .unknown, .degraded].first { self.outcomes[$0] != nil } ?? .up }

    /// As `ping` ends.
    func summary(of target: String) -> String {
        let total = self.outcomes.values.reduce(0, +)
        let counts = Outcome.allCases.compactMap { outcome in self.outcomes[outcome].map { "\($0) \(outcome.rawValue)" } }
        let first = "\(target): " + (["\(total) \(total == 1 ? "check" : "checks")"] + counts).joined(separator: ", ")
        guard let range = self.range, let p95 = self.histogram.quantile(0.95) else { return first }
        let mean = self.sum / self.histogram.count
        // The histogram is exact to 2 %, and may pass the slowest of all.
        let figures = [range.lowerBound, mean, min(max(p95, range.lowerBound), range.upperBound), range.upperBound]
        return first + "\nlatency min/mean/p95/max = \(figures.map(Self.figure).joined(separator: "/")) ms"
    }

    private static func figure(_ duration: Duration) -> String { String(format: "%.2f", duration.seconds * 1_000) }
}
