import Crypto
package import Foundation
package import NIOSSL
import SwiftASN1
import X509

/// A certificate authority for one test, and the certificates that it issues.
package struct TestAuthority: Sendable {
    /// Its own certificate, in the format of a trust file.
    package let pem: String
    private let name: DistinguishedName
    private let key: P256.Signing.PrivateKey

    package init(_ name: String = "Test Authority") throws {
        self.key = P256.Signing.PrivateKey()
        self.name = try DistinguishedName { CommonName(name) }
        let certificate = try TestIdentity.certificate(
            subject: self.name, key: self.key, issuer: self.name, issuerKey: self.key, names: nil, addresses: [],
            from: .now.addingTimeInterval(-86_400 * 365), until: .now.addingTimeInterval(86_400 * 365))
        self.pem = try certificate.serializeAsPEM().pemString
    }

    /// Issues a server certificate, by default valid from yesterday for 31 days.
    package func issue(
        _ names: [String], addresses: [[UInt8]] = [], from: Date = .now.addingTimeInterval(-86_400),
        until: Date = .now.addingTimeInterval(30 * 86_400), commonName: String? = nil
    ) throws -> TestIdentity {
        let key = P256.Signing.PrivateKey()
        let certificate = try TestIdentity.certificate(
            subject: try DistinguishedName { CommonName(commonName ?? names.first ?? "server") }, key: key, issuer: self.name,
            issuerKey: self.key,
            names: names, addresses: addresses, from: from, until: until)
        return TestIdentity(
            certificatePEM: try certificate.serializeAsPEM().pemString, keyPEM: key.pemRepresentation)
    }

    /// Writes its certificate into a new file.
    package func writeTrustFile() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("hawk-trust-\(UUID()).pem").path
        try self.pem.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}

/// A server's certificate and key.
package struct TestIdentity: Sendable {
    package let certificatePEM: String
    package let keyPEM: String

    /// Creates a self-signed certificate.
    package static func selfSigned(_ name: String) throws -> TestIdentity {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Self.certificate(
            subject: subject, key: key, issuer: subject, issuerKey: key, names: [name], addresses: [],
            from: .now.addingTimeInterval(-86_400), until: .now.addingTimeInterval(86_400))
        return TestIdentity(certificatePEM: try certificate.serializeAsPEM().pemString, keyPEM: key.pemRepresentation)
    }

    /// The DER bytes that a handshake shows.
    package var derEncoded: [UInt8] {
        get throws { try NIOSSLCertificate(bytes: Array(self.certificatePEM.utf8), format: .pem).toDERBytes() }
    }

    package var serverConfiguration: TLSConfiguration {
        get throws {
            .makeServerConfiguration(
                certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(self.certificatePEM.utf8), format: .pem))],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(self.keyPEM.utf8), format: .pem)))
        }
    }

    /// Returns a configuration that only accepts clients with a certificate of this authority.
    package func serverConfiguration(forClientsOf authority: TestAuthority) throws -> TLSConfiguration {
        var configuration = try self.serverConfiguration
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(authority.pem.utf8), format: .pem)])
        return configuration
    }

    /// - Parameter names: Nil for a certificate authority.
    fileprivate static func certificate(
        subject: DistinguishedName, key: P256.Signing.PrivateKey, issuer: DistinguishedName, issuerKey: P256.Signing.PrivateKey,
        names: [String]?, addresses: [[UInt8]], from: Date, until: Date
    ) throws -> Certificate {
        let extensions = try Certificate.Extensions {
            if let names {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(
                    names.map { .dnsName($0) } + addresses.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) })
            } else {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            }
        }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey), notValidBefore: from,
            notValidAfter: until, issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: .init(issuerKey))
    }
}
