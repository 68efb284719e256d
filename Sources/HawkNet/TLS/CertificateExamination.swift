import Foundation
import HawkCore
import SwiftASN1
import X509

/// One look at one chain: dates first, as they are what fails most and cost least, then the path to a trusted root, then the name.
struct CertificateExamination {
    /// How long a chain stays distrusted without another look: the roots may change.
    private static let distrust: Duration = .minutes(10)

    let chain: [[UInt8]]
    let host: String
    let roots: CertificateStore
    let now: Instant

    func verdict() async -> CertificateVerdict {
        let certificates = self.chain.compactMap { try? Certificate(derEncoded: $0) }
        let summaries = certificates.map(CertificateSummary.init)
        guard let leaf = certificates.first, let dates = summaries.first, certificates.count == self.chain.count else {
            return self.distrusted(summaries, .certificateInvalid, "the certificate of \(self.host) cannot be read")
        }
        if dates.notAfter < self.now {
            return CertificateVerdict(
                problem: TargetFailure(
                    .certificateExpired, "the certificate of \(self.host) expired on \(dates.notAfter.words)"),
                certificates: summaries, holds: dates.notAfter...Instant(milliseconds: .max))
        }
        if dates.notBefore > self.now {
            return CertificateVerdict(
                problem: TargetFailure(
                    .certificateInvalid, "the certificate of \(self.host) is not valid before \(dates.notBefore.words)"),
                certificates: summaries, holds: Instant(milliseconds: .min)...dates.notBefore)
        }
        return await self.path(leaf, Array(certificates.dropFirst()), summaries)
    }

    private func path(_ leaf: Certificate, _ others: [Certificate], _ summaries: [CertificateSummary]) async -> CertificateVerdict
    {
        let isAddress = IPAddress(self.host) != nil
        let identity = ServerIdentityPolicy(serverHostname: isAddress ? nil : self.host, serverIP: isAddress ? self.host : nil)
        let store = CertificateStore(others)
        var strict = Verifier(rootCertificates: self.roots) {
            RFC5280Policy()
            identity
        }
        if case .validCertificate(let path) = await strict.validate(leaf: leaf, intermediates: store) {
            let needed = path.map(CertificateSummary.init)
            let from = needed.map(\.notBefore).max() ?? self.now
            let first = needed.min { $0.notAfter < $1.notAfter }
            return CertificateVerdict(
                problem: nil, certificates: summaries, firstToExpire: first,
                holds: min(from, self.now)...max(first?.notAfter ?? self.now, self.now))
        }
        var nameless = Verifier(rootCertificates: self.roots) {
            RFC5280Policy()
            // Only so that a critical list of names is not taken for an unknown extension.
            AnyName()
        }
        if case .validCertificate = await nameless.validate(leaf: leaf, intermediates: store) {
            return self.distrusted(summaries, .certificateInvalid, self.wrongName(summaries[0].names))
        }
        return self.untrusted(leaf, summaries)
    }

    private func untrusted(_ leaf: Certificate, _ summaries: [CertificateSummary]) -> CertificateVerdict {
        if leaf.issuer == leaf.subject, leaf.publicKey.isValidSignature(leaf.signature, for: leaf) {
            return self.distrusted(summaries, .certificateInvalid, "the certificate of \(self.host) is self-signed")
        }
        if let expired = summaries.dropFirst().first(where: { $0.notAfter < self.now }) {
            return self.distrusted(
                summaries, .certificateExpired,
                "the certificate of \(self.host) depends on \(expired.subject), which expired on \(expired.notAfter.words)")
        }
        return self.distrusted(
            summaries, .certificateInvalid,
            "the certificate of \(self.host) was issued by \(summaries.last?.issuer ?? "nobody"), which is not trusted here "
                + "(or an intermediate certificate is missing)")
    }

    private func wrongName(_ names: [String]) -> String {
        guard !names.isEmpty else { return "the certificate of \(self.host) names no host at all" }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        return "the certificate is for \(shown), not for \(self.host)"
    }

    private func distrusted(_ certificates: [CertificateSummary], _ reason: Reason, _ message: String) -> CertificateVerdict {
        CertificateVerdict(
            problem: TargetFailure(reason, message), certificates: certificates, holds: self.now...(self.now + Self.distrust))
    }
}

/// Understands the list of names and accepts any.
private struct AnyName: VerifierPolicy {
    let verifyingCriticalExtensions = ServerIdentityPolicy(serverHostname: nil, serverIP: nil).verifyingCriticalExtensions

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult { .meetsPolicy }
}
