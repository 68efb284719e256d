import Foundation
import HawkCore

/// The statistics of one attempt's echoes.
struct EchoStatistics: Equatable {
    let sent: Int
    /// The round trips of the returned echoes, in sending order.
    let returned: [Duration]

    var lost: Int { self.sent - self.returned.count }

    /// In percent.
    var loss: Double { self.sent == 0 ? 0 : Double(self.lost) * 100 / Double(self.sent) }

    /// Nil if none returned.
    var mean: Duration? {
        self.returned.isEmpty ? nil : self.returned.reduce(.zero, +) / self.returned.count
    }

    /// The mean absolute difference of consecutive round trips, without lost ones. Nil if fewer than two returned.
    var jitter: Duration? {
        guard self.returned.count >= 2 else { return nil }
        let differences = zip(self.returned, self.returned.dropFirst()).map { abs($0.seconds - $1.seconds) }
        return .seconds(differences.reduce(0, +) / Double(differences.count))
    }

    /// - Returns: nil if the assertion holds.
    func evaluate(_ assertion: Assertion, of host: String) -> FailedAssertion? {
        let echoes = self.sent == 1 ? "echo" : "echoes"
        switch assertion.source {
        case .latency:
            let mean = self.mean ?? .zero
            return assertion.evaluate(mean.seconds * 1_000, "the round trip to \(host) takes \(mean.inMilliseconds) ms")
        case .packetLoss:
            return assertion.evaluate(
                self.loss, "\(host) lost \(self.lost) of \(self.sent) \(echoes) (\(Self.percent(self.loss))%)")
        case .jitter:
            guard let jitter = self.jitter else {
                return assertion.failed("\(host) lost \(self.lost) of \(self.sent) \(echoes): too many to measure its jitter")
            }
            return assertion.evaluate(jitter.seconds * 1_000, "the jitter of \(host) is \(jitter.inMilliseconds) ms")
        case .body, .json, .header, .status, .certificateDays:
            return nil
        }
    }

    private static func percent(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : String(format: "%.1f", value)
    }
}

extension Duration {
    /// Text with as many decimals as a round trip needs.
    var inMilliseconds: String {
        let milliseconds = self.seconds * 1_000
        return String(format: milliseconds < 10 ? "%.3f" : milliseconds < 100 ? "%.2f" : "%.1f", milliseconds)
    }
}
