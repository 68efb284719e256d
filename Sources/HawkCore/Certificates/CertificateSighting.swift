/// Certificates, with the place and time at which they were last seen.
package struct CertificateSighting: Sendable, Equatable {
    package let chain: CertificateChain
    package let location: String
    /// The slot of a check. Unchanged certificates are recorded once an hour.
    package let seenAt: Instant

    package init(chain: CertificateChain, location: String, seenAt: Instant) {
        self.chain = chain
        self.location = location
        self.seenAt = seenAt
    }
}
