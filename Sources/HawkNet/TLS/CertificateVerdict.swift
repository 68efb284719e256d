package import HawkCore

/// What is to be thought of the certificates that a server showed for a host.
package struct CertificateVerdict: Sendable, Equatable {
    /// nil: believed.
    package let problem: TargetFailure?
    /// Leaf first.
    package let certificates: [CertificateSummary]
    /// While nothing but the clock could change the verdict.
    let holds: ClosedRange<Instant>
}
