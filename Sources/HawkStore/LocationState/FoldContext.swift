package import HawkCore

/// What the fold of a check result needs to know besides the result.
package struct FoldContext: Sendable, Equatable {
    package var organization: ID<Organization>
    package var revision: Int64
    package var paused: Bool
    package var deleted: Bool
    /// When the monitor was created, changed or resumed.
    package var effectiveAt: Instant
    package var recoveryConfirmations: Int
    package var anomaly: AnomalySettings
    /// What all locations together said when this was read, without a lock.
    package var verdict: Verdict = .pending
    /// Whether a certificate incident is not over, read without a lock as well.
    package var hasCertificateIncident = false
    /// nil before the location's first result.
    package var state: LocationState?
}
