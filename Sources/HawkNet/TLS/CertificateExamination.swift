import Foundation
import HawkCore
import X509

/// One examination of one chain: first the server's own certificate, then the path to a trusted root, then the name.
struct CertificateExamination {
    /// How long a chain stays distrusted without a new examination. The roots may change.
    private static let distrust: Duration = .minutes(10)
    /// The maximum number of certificates of a chain that are read, and that are stored to be displayed.
    private static let maxRead = 64
    private static let maxShown = 16

    let chain: [[UInt8]]
    let host: String
    let roots: TrustRoots
    let now: Instant

    /// - Throws: `RunnerFault` if the chain has a kind that cannot be verified here.
    func verdict() async throws -> CertificateVerdict {
        let shown = self.chain.prefix(Self.maxRead).map { try? ShownCertificate(derEncoded: $0) }
        let summaries = shown.prefix(Self.maxShown).compactMap { $0.map(CertificateSummary.init) }
        guard let first = self.chain.first, !first.isEmpty else {
            return self.distrusted([], self.invalid("\(self.host) shows no certificate"))
        }
        guard let leaf = shown.first ?? nil else {
            return self.distrusted(summaries, self.invalid("the certificate of \(self.host) cannot be read"))
        }
        if let verdict = self.verdictOnDates(of: leaf, summaries) { return verdict }
        let links = CertificateLinks(from: leaf, among: shown.dropFirst().compactMap(\.self))
        let faults = PathRules.Faults()
        if let path = await self.path(links, faults) {
            guard leaf.isFor(self.host) else { return self.distrusted(summaries, self.wrongName(of: leaf)) }
            let needed = path.map(CertificateSummary.init)
            let from = needed.map(\.notBefore).max() ?? self.now
            let first = needed.min { $0.notAfter < $1.notAfter }
            return CertificateVerdict(
                problem: nil, certificates: summaries, firstToExpire: first,
                holds: min(from, self.now)...max(first?.notAfter ?? self.now, self.now))
        }
        let diagnosis = CertificateDiagnosis(host: self.host, roots: self.roots, now: self.now, links: links)
        return self.distrusted(summaries, try diagnosis.problem(after: faults.first))
    }

    private func verdictOnDates(of leaf: ShownCertificate, _ summaries: [CertificateSummary]) -> CertificateVerdict? {
        if leaf.notAfter < self.now {
            return CertificateVerdict(
                problem: TargetFailure(
                    .certificateExpired, "the certificate of \(self.host) expired on \(leaf.notAfter.words)"),
                certificates: summaries, holds: leaf.notAfter...Instant(milliseconds: .max))
        }
        guard leaf.notBefore > self.now else { return nil }
        return CertificateVerdict(
            problem: self.invalid("the certificate of \(self.host) is not valid before \(leaf.notBefore.words)"),
            certificates: summaries, holds: Instant(milliseconds: .min)...leaf.notBefore)
    }

    /// Returns a path to a trusted root that follows the rules. Nil if there is none.
    private func path(_ links: CertificateLinks, _ faults: PathRules.Faults) async -> [Certificate]? {
        guard let leaf = links.leaf.certificate, links.leaf.weakness == nil, links.leaf.key.isKnown else { return nil }
        let rules = PathRules(host: self.host, now: self.now, faults: faults, for: links.all)
        var verifier = Verifier(rootCertificates: self.roots.store) { rules }
        let others = CertificateStore(links.others.filter(\.key.isKnown).compactMap(\.certificate))
        guard case .validCertificate(let path) = await verifier.validate(leaf: leaf, intermediates: others) else { return nil }
        return Array(path)
    }

    private func wrongName(of leaf: ShownCertificate) -> TargetFailure {
        let names = CertificateSummary(leaf).names
        guard !names.isEmpty else {
            return self.invalid(
                "the certificate of \(self.host) names no host (today's clients ignore the common name)")
        }
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        return self.invalid("the certificate is for \(shown), not for \(self.host)")
    }

    private func invalid(_ message: String) -> TargetFailure { TargetFailure(.certificateInvalid, message) }

    private func distrusted(_ certificates: [CertificateSummary], _ problem: TargetFailure) -> CertificateVerdict {
        CertificateVerdict(problem: problem, certificates: certificates, holds: self.now...(self.now + Self.distrust))
    }
}
