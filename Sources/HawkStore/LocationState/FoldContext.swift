package import HawkCore

/// The data that the fold of a check result needs besides the result.
package struct FoldContext: Sendable, Equatable {
    package var organization: ID<Organization>
    package var revision: Int64
    package var paused: Bool
    package var deleted: Bool
    /// When the monitor was created, changed or resumed.
    package var effectiveAt: Instant
    package var recoveryConfirmations: Int
    package var anomaly: AnomalySettings
    /// The verdict over all locations when this was read, without a lock.
    package var verdict: Verdict = .pending
    /// Whether a certificate incident is not over, also read without a lock.
    package var hasCertificateIncident = false
    /// Nil before the location's first result.
    package var state: LocationState?
}
