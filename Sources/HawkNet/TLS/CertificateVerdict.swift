package import HawkCore

/// The result of verifying the certificates that a server sent for a host.
package struct CertificateVerdict: Sendable, Equatable {
    /// Nil if the chain is trusted.
    package let problem: TargetFailure?
    /// The leaf comes first.
    package let certificates: [CertificateSummary]
    /// The certificate that expires first among those that trust depends on. Nil if the chain is not trusted.
    package var firstToExpire: CertificateSummary?
    /// The period in which only the clock could change the verdict.
    let holds: ClosedRange<Instant>
}
