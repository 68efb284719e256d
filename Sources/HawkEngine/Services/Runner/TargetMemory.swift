import HawkCore

/// What a monitor's target looked like when a check of this runner last succeeded. Confined to one event loop.
final class TargetMemory {
    private var lastSuccess: TargetTraces?

    func note(_ success: Observation) { self.lastSuccess = TargetTraces(success) }

    /// What is different now; nil: no success is known.
    func changes(to failure: Observation) -> [AttemptEvidence.Change]? {
        self.lastSuccess.map { TargetTraces(failure).changes(since: $0) }
    }
}
