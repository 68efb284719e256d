package import HawkCore

/// What the fold of a check result needs to know besides the result.
package struct FoldContext: Sendable, Equatable {
    package var organization: ID<Organization>
    package var revision: Int64
    package var paused: Bool
    package var deleted: Bool
    package var recoveryConfirmations: Int
    package var anomaly: AnomalySettings
    /// nil before the location's first result.
    package var state: LocationState?
}
