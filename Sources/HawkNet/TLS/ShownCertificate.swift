import HawkCore
import SwiftASN1
import X509

/// The contents of a certificate, even if its key or signature has a kind that cannot be verified here.
struct ShownCertificate {
    let der: [UInt8]
    let issuer: DistinguishedName
    let subject: DistinguishedName
    let notBefore: Instant
    let notAfter: Instant
    let key: CertificateKey
    let signature: CertificateSignature
    let extensions: Certificate.Extensions
    /// For paths. Nil if no path can be verified through it.
    let certificate: Certificate?

    /// - Throws: if it is not a certificate, or has names that take too long to compare.
    init(derEncoded der: [UInt8]) throws {
        // Bytes that are not text become U+FFFD.
        guard String(decoding: der, as: UTF8.self).isStreamSafe else { throw Unreadable() }
        let fields = try Fields(derEncoded: der)
        self.der = der
        self.issuer = fields.issuer
        self.subject = fields.subject
        self.notBefore = fields.notBefore
        self.notAfter = fields.notAfter
        self.key = fields.key
        self.signature = fields.signature
        self.extensions = fields.extensions
        self.certificate = try? Certificate(derEncoded: der)
    }

    /// Whether the issuer's name is its own.
    var isSelfIssued: Bool { self.issuer == self.subject }

    /// Whether it gives the location of its issuer's certificate, as those of public authorities do.
    var namesIssuerLocation: Bool {
        // An unreadable list counts as none.
        let access = (try? self.extensions.authorityInformationAccess) ?? nil
        return access?.contains { $0.method == .issuingCA } ?? false
    }

    /// The names that it is valid for, as TLS clients read them (RFC 9525), without the common name.
    var names: [GeneralName] {
        // A malformed list has no names.
        Array((try? self.extensions.subjectAlternativeNames) ?? nil ?? SubjectAlternativeNames())
    }
}

/// The members of a certificate (RFC 5280, 4.1) that we need.
private struct Fields: DERParseable {
    let issuer: DistinguishedName
    let subject: DistinguishedName
    let notBefore: Instant
    let notAfter: Instant
    let key: CertificateKey
    let signature: CertificateSignature
    let extensions: Certificate.Extensions

    init(derEncoded root: ASN1Node) throws {
        self = try DER.sequence(root, identifier: .sequence) { nodes in
            guard let body = nodes.next(), let algorithm = nodes.next() else { throw Unreadable() }
            _ = nodes.next()
            let signature = try CertificateSignature(algorithm: algorithm)
            return try DER.sequence(body, identifier: .sequence) { try Fields(members: &$0, signature) }
        }
    }

    private init(members nodes: inout ASN1NodeCollection.Iterator, _ signature: CertificateSignature) throws {
        _ = try DER.decodeDefaultExplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific, defaultValue: 0)
        guard nodes.next() != nil, nodes.next() != nil else { throw Unreadable() }  // serial number, algorithm
        self.issuer = try Self.name(&nodes)
        guard let validity = nodes.next() else { throw Unreadable() }
        (self.notBefore, self.notAfter) = try DER.sequence(validity, identifier: .sequence) { nodes in
            guard let from = nodes.next(), let until = nodes.next() else { throw Unreadable() }
            return (try Instant(certificateTime: from), try Instant(certificateTime: until))
        }
        self.subject = try Self.name(&nodes)
        guard let key = nodes.next() else { throw Unreadable() }
        self.key = try CertificateKey(derEncoded: key)
        self.signature = signature
        var extensions: [Certificate.Extension] = []
        while let node = nodes.next() {
            // Two unused unique identifiers may come before the extensions.
            guard node.identifier == ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific) else { continue }
            extensions = try DER.explicitlyTagged(node, tagNumber: 3, tagClass: .contextSpecific) {
                try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: $0)
            }
        }
        self.extensions = try Certificate.Extensions(extensions)
    }

    private static func name(_ nodes: inout ASN1NodeCollection.Iterator) throws -> DistinguishedName {
        guard let node = nodes.next() else { throw Unreadable() }
        return try DistinguishedName(derEncoded: node)
    }
}

private struct Unreadable: Error {}

extension Instant {
    /// Reads UTCTime until 2049, GeneralizedTime afterwards (RFC 5280, 4.1.2.5).
    fileprivate init(certificateTime node: ASN1Node) throws {
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            self = try Self.at(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        } else {
            let time = try GeneralizedTime(derEncoded: node)
            self = try Self.at(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
    }

    private static func at(
        _ year: Int, _ month: Int, _ day: Int, _ hours: Int, _ minutes: Int, _ seconds: Int
    ) throws -> Instant {
        let date = "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
        let time = "\(hours.padded(to: 2)):\(minutes.padded(to: 2)):\(seconds.padded(to: 2))"
        guard let instant = Instant("\(date)T\(time)Z") else { throw Unreadable() }
        return instant
    }
}
