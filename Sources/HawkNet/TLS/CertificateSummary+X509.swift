import Foundation
import HawkCore
import SwiftASN1
import X509

extension CertificateSummary {
    /// As far as a person asks. Texts are cut: a server may put anything into its certificate.
    init(_ certificate: Certificate) {
        // A malformed list names nobody; the verification says what is wrong with it.
        let alternatives = (try? certificate.extensions.subjectAlternativeNames) ?? nil
        let names = alternatives.map { $0.prefix(100).compactMap(Self.text) } ?? []
        self.init(
            subject: String("\(certificate.subject)".prefix(400)), issuer: String("\(certificate.issuer)".prefix(400)),
            names: names,
            notBefore: Instant(milliseconds: Int64(certificate.notValidBefore.timeIntervalSince1970 * 1_000)),
            notAfter: Instant(milliseconds: Int64(certificate.notValidAfter.timeIntervalSince1970 * 1_000)))
    }

    private static func text(_ name: GeneralName) -> String? {
        switch name {
        case .dnsName(let name): String(name.prefix(253))
        case .ipAddress(let bytes): Self.address(Array(bytes.bytes))?.description
        default: nil
        }
    }

    private static func address(_ bytes: [UInt8]) -> IPAddress? {
        switch bytes.count {
        case 4: .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) })
        default: nil
        }
    }
}
