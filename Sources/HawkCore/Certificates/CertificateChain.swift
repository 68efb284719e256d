/// The certificates that a server sent in a check, and the result of their verification.
package struct CertificateChain: Sendable, Equatable {
    /// The leaf comes first. The list is never empty.
    package let certificates: [CertificateSummary]
    /// Why the chain is not trusted, even if the monitor ignores that. Nil if it is trusted.
    package let problem: String?
    /// The name or address that the certificates must match. Nil if unknown.
    package let host: String?
    /// The certificate that expires first among those that the trust in the leaf depends on. Servers also send certificates that
    /// nothing needs, often expired ones; these do not count. In a chain that is not trusted, it is the leaf.
    package let firstToExpire: CertificateSummary

    /// - Parameter firstToExpire: nil for the leaf.
    /// - Returns: nil if no certificate was sent or none could be read.
    package init?(
        _ certificates: [CertificateSummary], problem: String?, host: String? = nil, firstToExpire: CertificateSummary? = nil
    ) {
        guard let leaf = certificates.first else { return nil }
        self.certificates = certificates
        self.problem = problem
        self.host = host
        self.firstToExpire = firstToExpire ?? leaf
    }

    package var leaf: CertificateSummary { self.certificates[0] }

    /// Returns the chain with the more serious problem. One check can receive two chains, such as after a redirect.
    package func orWorse(_ other: CertificateChain?) -> CertificateChain {
        guard let other else { return self }
        if (self.problem == nil) != (other.problem == nil) { return self.problem == nil ? other : self }
        return other.firstToExpire.notAfter < self.firstToExpire.notAfter ? other : self
    }
}

extension CertificateSummary {
    /// Returns the whole days until the certificate expires: 0 on the last day, negative afterwards.
    package func daysLeft(at now: Instant) -> Int64 { self.notAfter.daysLeft(at: now) }
}

extension Instant {
    /// Returns the whole days until this instant: 0 on the last day, negative afterwards.
    package func daysLeft(at now: Instant) -> Int64 {
        let day = Duration.days(1).milliseconds
        let left = (self - now).milliseconds
        return left >= 0 ? left / day : (left + 1) / day - 1
    }
}
