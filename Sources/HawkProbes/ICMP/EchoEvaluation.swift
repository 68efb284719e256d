import HawkCore
import HawkNet

/// Evaluates the echoes of an attempt and stores their evidence on failure.
struct EchoEvaluation {
    private static let maxEvidenceLength = 64

    private let host: String
    private let echoes: [Echo]
    private let settings: ICMPSettings
    private let attempt: Attempt

    /// - Parameter echoes: in sending order. Empty if this machine has no route to any address.
    init(_ host: String, _ echoes: [Echo], _ settings: ICMPSettings, in attempt: Attempt) {
        self.host = host
        self.echoes = echoes
        self.settings = settings
        self.attempt = attempt
    }

    /// The result. Outstanding echoes count as lost.
    var verdict: Result<Observation, any Error> {
        let statistics = EchoStatistics(sent: self.echoes.count, returned: self.echoes.compactMap(\.roundTrip))
        if statistics.sent == 0 {
            return .failure(RunnerFault("this machine has no route to \(self.host)"))
        }
        if statistics.lost > 0, self.attempt.environment.pinger.hasDropped(since: self.attempt.time.started) {
            return .failure(
                RunnerFault("this machine dropped ICMP replies because its receive buffer was full"))
        }
        guard let mean = statistics.mean else {
            self.storeEvidence()
            return .failure(self.failure)
        }
        let failures = self.settings.assertions.compactMap { statistics.evaluate($0, of: self.host) }
        if !failures.isEmpty { self.storeEvidence() }
        let deciding = FailedAssertion.first(of: failures)
        var observation = self.attempt.conclude(deciding?.outcome ?? .up, deciding?.reason ?? .none, deciding?.message ?? "")
        // The time before the first packet belongs to the name servers.
        observation.latency = mean
        return .success(observation)
    }

    /// The failure if no echo returned. An ICMP error explains more than silence.
    private var failure: any Error {
        if let report = self.echoes.lazy.compactMap(\.report).first {
            return TargetFailure(.unreachable, report.message(about: self.host))
        }
        if self.echoes.contains(where: \.isAwaited) { return self.attempt.deadlineReason.failure(after: self.attempt.timeout) }
        return TargetFailure(.unreachable, "there is no route to \(self.host)")
    }

    private func storeEvidence() {
        let lines = self.echoes.prefix(Self.maxEvidenceLength).enumerated().map { $1.line($0 + 1) }
        self.attempt.evidence.body = lines.joined(separator: "\n")
    }
}
