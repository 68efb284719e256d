import HawkCore
import Logging

extension CheckResult {
    /// The ID of a check in logs: the key of its stored result.
    var checkID: String { "\(self.monitor)/\(self.slot)/\(self.location)" }

    var logMetadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "monitor.id": "\(self.monitor)", "check.id": "\(self.checkID)", "check.outcome": "\(self.outcome.rawValue)",
            "check.reason": "\(self.reason.rawValue)", "check.attempts": "\(self.attempts)",
        ]
        if let latency { metadata["check.latency_ms"] = "\(latency.milliseconds)" }
        return metadata
    }
}

extension CheckTask {
    var checkID: String { "\(self.monitor)/\(self.slot)/\(self.location)" }
}

extension Delivery {
    var logMetadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "delivery.id": "\(self.id)", "delivery.kind": "\(self.kind.rawValue)", "delivery.attempt": "\(self.attempts)",
            "channel.id": "\(self.channel)",
        ]
        if let incident { metadata["incident.id"] = "\(incident)" }
        return metadata
    }
}
