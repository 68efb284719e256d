package import HawkCore

/// What is to be thought of the certificates that a server showed for a host.
package struct CertificateVerdict: Sendable, Equatable {
    /// nil: believed.
    package let problem: TargetFailure?
    /// Leaf first.
    package let certificates: [CertificateSummary]
    /// Of those that belief rests on, the one that expires first; nil: not believed.
    package var firstToExpire: CertificateSummary?
    /// While nothing but the clock could change the verdict.
    let holds: ClosedRange<Instant>
}
