import HawkCore
import X509

/// Explains why a chain leads to no trusted root: the first problem that a person could fix.
struct CertificateDiagnosis {
    let host: String
    let roots: TrustRoots
    let now: Instant
    let links: CertificateLinks

    /// - Parameter fault: the fault of a path that leads to a trusted root, or nil if no path does.
    /// - Throws: `RunnerFault` if a certificate on the path has a kind that cannot be verified here. Another client may trust it.
    func problem(after fault: TargetFailure?) throws(RunnerFault) -> TargetFailure {
        let leaf = self.links.leaf
        if leaf.isSelfIssued, fault == nil { return self.invalid("the certificate of \(self.host) is self-signed") }
        let ladder = self.links.ladder
        if let problem = self.weakness(in: ladder) ?? fault ?? self.staleness(in: ladder) { return problem }
        if self.mayBeTrusted(ladder), let kind = ladder.lazy.compactMap(\.unknownKind).first {
            throw RunnerFault("the certificate of \(self.host) cannot be verified here: it depends on \(kind)")
        }
        return self.brokenLink(in: ladder) ?? self.end(of: ladder)
    }

    private func weakness(in ladder: [ShownCertificate]) -> TargetFailure? {
        for (position, certificate) in ladder.enumerated() {
            guard let weakness = certificate.weakness else { continue }
            return self.invalid(
                position == 0
                    ? "the certificate of \(self.host) \(weakness)"
                    : "the certificate of \(self.host) depends on \(certificate.name), which \(weakness)")
        }
        return nil
    }

    private func staleness(in ladder: [ShownCertificate]) -> TargetFailure? {
        for certificate in ladder.dropFirst() {
            let subject = "the certificate of \(self.host) depends on \(certificate.name), which"
            if certificate.notAfter < self.now {
                return TargetFailure(.certificateExpired, "\(subject) expired on \(certificate.notAfter.words)")
            }
            if certificate.notBefore > self.now {
                return self.invalid("\(subject) is not valid before \(certificate.notBefore.words)")
            }
        }
        return nil
    }

    private func mayBeTrusted(_ ladder: [ShownCertificate]) -> Bool {
        ladder.contains { self.roots.names.contains($0.issuer) || self.roots.names.contains($0.subject) }
    }

    /// Returns the fault of a certificate that names an issuer that did not sign it.
    private func brokenLink(in ladder: [ShownCertificate]) -> TargetFailure? {
        for (lower, upper) in zip(ladder, ladder.dropFirst()) {
            guard let certificate = lower.certificate, let key = upper.certificate?.publicKey else { continue }
            if !key.isValidSignature(certificate.signature, for: certificate) { return self.unsigned(lower, by: lower.issuer) }
        }
        guard let top = ladder.last, !top.isSelfIssued, self.roots.names.contains(top.issuer) else { return nil }
        return self.unsigned(top, by: top.issuer)
    }

    private func unsigned(_ certificate: ShownCertificate, by issuer: DistinguishedName) -> TargetFailure {
        let whose = certificate.der == self.links.leaf.der ? "the certificate of \(self.host)" : "\(certificate.name)"
        return self.invalid("\(whose) names \("\(issuer)".cut(toBytes: 400)) as its issuer, but is not signed by it")
    }

    private func end(of ladder: [ShownCertificate]) -> TargetFailure {
        guard let top = ladder.last else { return self.invalid("\(self.host) shows no certificate") }
        let issuer = "\(top.issuer)".cut(toBytes: 400)
        if top.isSelfIssued {
            return self.invalid(
                "the certificate of \(self.host) was issued by \(issuer), a self-signed authority that is not trusted here")
        }
        if ladder.count == 1, top.namesIssuerLocation {
            return self.invalid("\(self.host) does not send the certificate of \(issuer), which its own depends on")
        }
        return self.invalid(
            "the certificate of \(self.host) was issued by \(issuer), which is not trusted here"
                + (ladder.count == 1 ? " (or an intermediate certificate is missing)" : ""))
    }

    private func invalid(_ message: String) -> TargetFailure { TargetFailure(.certificateInvalid, message) }
}

extension ShownCertificate {
    var name: String { "\(self.subject)".cut(toBytes: 400) }

    /// The weakness of the certificate itself, after "which". Nil if there is none.
    var weakness: String? {
        if self.key.isWeak { return "has a key that is too weak (\(self.key.name))" }
        // The signature of a self-issued certificate proves nothing anyway.
        guard !self.isSelfIssued, let hash = self.signature.weakness else { return nil }
        return "is signed with \(hash), which is no longer secure"
    }

    /// The property that prevents verification of paths here. Nil if there is none.
    fileprivate var unknownKind: String? {
        if !self.key.isKnown { return "a key of the kind \(self.key.name)" }
        return self.isSelfIssued || self.signature.isKnown ? nil : "a signature of the kind \(self.signature.name)"
    }
}
