/// The certificates that a server showed in a check, and what was thought of them.
package struct CertificateChain: Sendable, Equatable {
    /// Leaf first; at least that one.
    package let certificates: [CertificateSummary]
    /// Why they are not to be believed, also where the monitor does without; nil: they are.
    package let problem: String?

    /// - Returns: nil where no certificate was shown, or none could be read.
    package init?(_ certificates: [CertificateSummary], problem: String?) {
        guard !certificates.isEmpty else { return nil }
        self.certificates = certificates
        self.problem = problem
    }

    package var leaf: CertificateSummary { self.certificates[0] }
}

extension CertificateSummary {
    /// Whole days until it expires: 0 on the last one, negative afterwards.
    package func daysLeft(at now: Instant) -> Int64 {
        let day = Duration.days(1).milliseconds
        let left = (self.notAfter - now).milliseconds
        return left >= 0 ? left / day : (left + 1) / day - 1
    }
}
