import HawkCore

/// The fingerprint of a monitor's target at the last successful check of this runner. Confined to one event loop.
final class LastSuccess {
    private var lastSuccess: TargetFingerprint?

    func record(_ success: Observation) { self.lastSuccess = TargetFingerprint(success) }

    /// Returns the differences from the last success. Nil if there is none.
    func changes(to failure: Observation) -> [AttemptEvidence.Change]? {
        self.lastSuccess.map { TargetFingerprint(failure).changes(since: $0) }
    }
}
