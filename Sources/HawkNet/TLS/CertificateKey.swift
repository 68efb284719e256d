import SwiftASN1

/// The key of a certificate, with what determines its strength.
struct CertificateKey: Equatable {
    /// Such as `RSA, 1024 bits`.
    let name: String
    /// Whether it is too short for its kind: RSA below 2048 bits, curves below 256, DSA always.
    let isWeak: Bool
    /// Whether its signatures can be verified here.
    let isKnown: Bool

    private init(_ name: String, isWeak: Bool = false, isKnown: Bool = false) {
        self.name = name
        self.isWeak = isWeak
        self.isKnown = isKnown
    }

    /// - Parameter node: SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    init(derEncoded node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { nodes in
            guard let algorithm = nodes.next(), let key = nodes.next() else { throw Malformed() }
            let bytes = try ASN1BitString(derEncoded: key).bytes
            return try DER.sequence(algorithm, identifier: .sequence) { nodes in
                let kind = try ASN1ObjectIdentifier(derEncoded: &nodes)
                let parameters = nodes.next()
                while nodes.next() != nil {}
                return switch kind {
                case Self.rsa: try Self.rsa(bytes)
                case Self.elliptic: Self.elliptic(curve: parameters.flatMap { try? ASN1ObjectIdentifier(derEncoded: $0) }, bytes)
                case Self.ed25519: CertificateKey("Ed25519", isKnown: true)
                case Self.dsa: CertificateKey("DSA", isWeak: true)
                default: CertificateKey("\(kind)")
                }
            }
        }
    }

    private struct Malformed: Error {}

    private static let rsa: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 1, 1]
    private static let elliptic: ASN1ObjectIdentifier = [1, 2, 840, 10_045, 2, 1]
    private static let ed25519: ASN1ObjectIdentifier = [1, 3, 101, 112]
    private static let dsa: ASN1ObjectIdentifier = [1, 2, 840, 10_040, 4, 1]
    /// P-256, P-384, P-521.
    private static let curves: [ASN1ObjectIdentifier] = [[1, 2, 840, 10_045, 3, 1, 7], [1, 3, 132, 0, 34], [1, 3, 132, 0, 35]]

    private static func rsa(_ bytes: ArraySlice<UInt8>) throws -> CertificateKey {
        let modulus = try DER.sequence(try DER.parse(bytes), identifier: .sequence) { nodes in
            let modulus = try ArraySlice<UInt8>(derEncoded: &nodes)
            while nodes.next() != nil {}
            return modulus.drop { $0 == 0 }
        }
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        return CertificateKey("RSA, \(bits) bits", isWeak: bits < 2_048, isKnown: (2_048...8_192).contains(bits))
    }

    /// - Parameter point: uncompressed: a byte and two coordinates.
    private static func elliptic(curve: ASN1ObjectIdentifier?, _ point: ArraySlice<UInt8>) -> CertificateKey {
        let bits = point.first == 4 ? point.count / 2 * 8 : point.dropFirst().count * 8
        return CertificateKey(
            "elliptic curve, \(bits) bits", isWeak: bits < 256, isKnown: curve.map(Self.curves.contains) ?? false)
    }
}

/// The algorithm of the signature on a certificate.
struct CertificateSignature: Equatable {
    /// Such as `RSASSA-PSS`, or its object identifier.
    let name: String
    /// The broken hash, such as `SHA-1`. Nil if there is none.
    let weakness: String?
    /// Whether it can be verified here.
    let isKnown: Bool

    /// - Parameter node: AlgorithmIdentifier.
    init(algorithm node: ASN1Node) throws {
        let kind = try DER.sequence(node, identifier: .sequence) { nodes in
            let kind = try ASN1ObjectIdentifier(derEncoded: &nodes)
            while nodes.next() != nil {}
            return kind
        }
        self.name = kind == Self.pss ? "RSASSA-PSS" : "\(kind)"
        self.weakness = Self.weak[kind]
        self.isKnown = Self.known.contains(kind)
    }

    private static let pss: ASN1ObjectIdentifier = [1, 2, 840, 113_549, 1, 1, 10]
    private static let weak: [ASN1ObjectIdentifier: String] = [
        [1, 2, 840, 113_549, 1, 1, 2]: "MD2", [1, 2, 840, 113_549, 1, 1, 3]: "MD4", [1, 2, 840, 113_549, 1, 1, 4]: "MD5",
        [1, 2, 840, 113_549, 1, 1, 5]: "SHA-1", [1, 3, 14, 3, 2, 29]: "SHA-1", [1, 2, 840, 10_045, 4, 1]: "SHA-1",
        [1, 2, 840, 10_040, 4, 3]: "SHA-1",
    ]

    /// RSA (PKCS #1 1.5) and ECDSA with SHA-256, -384 and -512, and Ed25519.
    private static let known: Set<ASN1ObjectIdentifier> = [
        [1, 2, 840, 113_549, 1, 1, 11], [1, 2, 840, 113_549, 1, 1, 12], [1, 2, 840, 113_549, 1, 1, 13],
        [1, 2, 840, 10_045, 4, 3, 2], [1, 2, 840, 10_045, 4, 3, 3], [1, 2, 840, 10_045, 4, 3, 4], [1, 3, 101, 112],
    ]
}
