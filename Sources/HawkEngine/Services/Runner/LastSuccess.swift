import HawkCore

/// What a monitor's target looked like when a check of this runner last succeeded. Confined to one event loop.
final class LastSuccess {
    private var lastSuccess: TargetFingerprint?

    func note(_ success: Observation) { self.lastSuccess = TargetFingerprint(success) }

    /// What is different now; nil: no success is known.
    func changes(to failure: Observation) -> [AttemptEvidence.Change]? {
        self.lastSuccess.map { TargetFingerprint(failure).changes(since: $0) }
    }
}
