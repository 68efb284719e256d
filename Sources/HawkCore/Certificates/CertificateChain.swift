/// The certificates that a server showed in a check, and what was thought of them.
package struct CertificateChain: Sendable, Equatable {
    /// Leaf first; at least that one.
    package let certificates: [CertificateSummary]
    /// Why they are not to be believed, also where the monitor does without; nil: they are.
    package let problem: String?
    /// The name or address that they were to be for; nil where that is not known any more.
    package let host: String?
    /// Of the certificates that belief in the leaf rests on, the one that expires first. Servers also show what nobody needs, often
    /// long expired, which is none of them. Of a chain that is not believed it is the leaf.
    package let firstToExpire: CertificateSummary

    /// - Parameter firstToExpire: nil: the leaf.
    /// - Returns: nil where no certificate was shown, or none could be read.
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

    /// Of two that one check was shown, as when it was redirected, the one that gives more cause for concern.
    package func orWorse(_ other: CertificateChain?) -> CertificateChain {
        guard let other else { return self }
        if (self.problem == nil) != (other.problem == nil) { return self.problem == nil ? other : self }
        return other.firstToExpire.notAfter < self.firstToExpire.notAfter ? other : self
    }
}

extension CertificateSummary {
    /// Whole days until it expires: 0 on the last one, negative afterwards.
    package func daysLeft(at now: Instant) -> Int64 { self.notAfter.daysLeft(at: now) }
}

extension Instant {
    /// Whole days until then: 0 on the last one, negative afterwards.
    package func daysLeft(at now: Instant) -> Int64 {
        let day = Duration.days(1).milliseconds
        let left = (self - now).milliseconds
        return left >= 0 ? left / day : (left + 1) / day - 1
    }
}
