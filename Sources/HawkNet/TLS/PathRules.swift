import Foundation
import HawkCore
import SwiftASN1
import Synchronization
import X509

/// The rules for a path from a certificate to a trusted root beyond its signatures (RFC 5280, section 6), and their violations.
///
/// It replaces the library's own rules. Those refuse every path with an unknown kind of constraint, accept signatures of
/// authorities that may not sign, and give no reason.
struct PathRules: VerifierPolicy {
    /// Handled below, or irrelevant to a TLS client: policies, locations of revocation lists, further issuer names.
    private static let understood: Set<ASN1ObjectIdentifier> = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
        .X509ExtensionID.nameConstraints, .X509ExtensionID.subjectAlternativeName, [2, 5, 29, 32], [2, 5, 29, 33],
        [2, 5, 29, 36], [2, 5, 29, 54], [2, 5, 29, 31], [2, 5, 29, 18],
    ]

    /// The faults of the existing paths, in the order in which the paths were tried.
    final class Faults: Sendable {
        private let list = Mutex<[TargetFailure]>([])

        var first: TargetFailure? { self.list.withLock { $0.first } }

        func add(_ fault: TargetFailure) { self.list.withLock { $0.append(fault) } }
    }

    let host: String
    let now: Instant
    let faults: Faults
    /// All critical extensions, so that this code refuses unknown ones with a message.
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier]

    init(host: String, now: Instant, faults: Faults, for certificates: [ShownCertificate]) {
        self.host = host
        self.now = now
        self.faults = faults
        let critical = certificates.flatMap { $0.extensions.filter(\.critical).map(\.oid) }
        self.verifyingCriticalExtensions = Array(Self.understood.union(critical))
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        guard let fault = self.fault(in: Array(chain)) else { return .meetsPolicy }
        self.faults.add(fault)
        return .failsToMeetPolicy(reason: .init(fault.message))
    }

    private func fault(in path: [Certificate]) -> TargetFailure? {
        var authoritiesBelow = 0
        for (position, certificate) in path.enumerated() {
            let isRoot = position == path.count - 1
            if let fault = self.faultOfDates(certificate) ?? self.faultOfUse(certificate, position, isRoot: isRoot) {
                return fault
            }
            guard position > 0 else { continue }
            if let fault = self.faultOfAuthority(certificate, below: authoritiesBelow, isRoot: isRoot)
                ?? self.faultOfNames(certificate, path[..<position])
            {
                return fault
            }
            if certificate.issuer != certificate.subject { authoritiesBelow += 1 }
        }
        return nil
    }

    private func faultOfDates(_ certificate: Certificate) -> TargetFailure? {
        let from = Instant(certificate.notValidBefore)
        let until = Instant(certificate.notValidAfter)
        if until < self.now {
            return self.depends(on: certificate, "which expired on \(until.words)", .certificateExpired)
        }
        return from > self.now ? self.depends(on: certificate, "which is not valid before \(from.words)") : nil
    }

    /// - Parameter position: 0 is the server's own certificate.
    private func faultOfUse(_ certificate: Certificate, _ position: Int, isRoot: Bool) -> TargetFailure? {
        if let strange = certificate.extensions.first(where: { $0.critical && !Self.understood.contains($0.oid) }) {
            let what = "a critical extension that is not understood (\(strange.oid))"
            return position == 0 ? self.own("has \(what)") : self.depends(on: certificate, "which has \(what)")
        }
        // An unreadable extension permits nothing.
        let usages = Result { try certificate.extensions.extendedKeyUsage }
        let serves = (try? usages.get().map { $0.contains(.serverAuth) || $0.contains(.any) } ?? true) ?? false
        if !serves {
            return position == 0
                ? self.own("is not valid for servers")
                : self.depends(on: certificate, "which may not issue certificates for servers")
        }
        // The signature of a trusted root proves nothing, so its hash does not matter.
        if !isRoot, position > 0, certificate.signatureAlgorithm == .sha1WithRSAEncryption {
            return self.depends(on: certificate, "which is signed with SHA-1, which is no longer secure")
        }
        return nil
    }

    private func faultOfAuthority(_ certificate: Certificate, below: Int, isRoot: Bool) -> TargetFailure? {
        // Certificates before version 3 cannot state that they are an authority.
        if certificate.version == .v1, isRoot { return nil }
        guard case .isCertificateAuthority(let longest)? = try? certificate.extensions.basicConstraints else {
            return self.depends(on: certificate, "which is not a certificate authority")
        }
        if let longest, below > longest {
            return self.depends(on: certificate, "which does not allow so many authorities below it")
        }
        let usage = Result { try certificate.extensions.keyUsage }
        guard (try? usage.get().map(\.keyCertSign) ?? true) ?? false else {
            return self.depends(on: certificate, "which may not sign certificates")
        }
        return nil
    }

    private func faultOfNames(_ authority: Certificate, _ below: ArraySlice<Certificate>) -> TargetFailure? {
        do {
            guard let constraints = try authority.extensions.nameConstraints else { return nil }
            for (position, certificate) in below.enumerated() where position == 0 || certificate.issuer != certificate.subject {
                guard let name = try constraints.forbidden(in: certificate) else { continue }
                return self.depends(on: authority, "which may not issue certificates for \(name)")
            }
            return nil
        } catch {
            return self.depends(on: authority, "whose name constraints cannot be read")
        }
    }

    private func own(_ words: String) -> TargetFailure {
        TargetFailure(.certificateInvalid, "the certificate of \(self.host) \(words)")
    }

    private func depends(
        on certificate: Certificate, _ words: String, _ reason: Reason = .certificateInvalid
    ) -> TargetFailure {
        let subject = "\(certificate.subject)".cut(toBytes: 400)
        return TargetFailure(reason, "the certificate of \(self.host) depends on \(subject), \(words)")
    }
}

extension Instant {
    init(_ date: Date) { self.init(milliseconds: Int64(date.timeIntervalSince1970 * 1_000)) }
}
