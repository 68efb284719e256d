import HawkCore
import SwiftASN1
import X509

extension CertificateSummary {
    /// Reads the parts that people need. Texts are cut, because a server may put anything into its certificate.
    init(_ certificate: ShownCertificate) {
        self.init(
            subject: certificate.subject, issuer: certificate.issuer, names: certificate.names,
            from: certificate.notBefore, until: certificate.notAfter)
    }

    init(_ certificate: Certificate) {
        self.init(
            subject: certificate.subject, issuer: certificate.issuer,
            names: Array((try? certificate.extensions.subjectAlternativeNames) ?? nil ?? SubjectAlternativeNames()),
            from: Instant(certificate.notValidBefore), until: Instant(certificate.notValidAfter))
    }

    private init(
        subject: DistinguishedName, issuer: DistinguishedName, names: [GeneralName], from: Instant, until: Instant
    ) {
        self.init(
            subject: "\(subject)".cut(toBytes: 400), issuer: "\(issuer)".cut(toBytes: 400),
            names: names.prefix(100).compactMap(Self.text), notBefore: from, notAfter: until)
    }

    private static func text(_ name: GeneralName) -> String? {
        switch name {
        case .dnsName(let name): name.cut(toBytes: 253)
        case .ipAddress(let bytes): IPAddress(octets: bytes.bytes)?.description
        default: nil
        }
    }
}
