package import HawkCore
import NIOSSL

/// The certificate that a client presents to a server, and its key.
package struct ClientIdentity: Sendable, Hashable {
    /// PEM, leaf first.
    package let certificates: String
    /// PEM, without a pass phrase.
    package let key: Secret

    package init(certificates: String, key: Secret) {
        self.certificates = certificates
        self.key = key
    }

    /// The problem and the part that has it. Nil if there is none.
    package var problem: (part: Part, sentence: String)? {
        guard let certificates = try? self.chain, !certificates.isEmpty else {
            return (.certificates, "must be a certificate in PEM format")
        }
        guard let key = try? self.privateKey else { return (.key, "must be a private key in PEM format, without a passphrase") }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([])
        configuration.certificateChain = certificates.map { .certificate($0) }
        configuration.privateKey = .privateKey(key)
        // BoringSSL compares the two when it loads them.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            return (.key, "does not match the certificate")
        }
        return nil
    }

    package enum Part: Sendable { case certificates, key }

    var chain: [NIOSSLCertificate] {
        get throws { try NIOSSLCertificate.fromPEMBytes(Array(self.certificates.utf8)) }
    }

    var privateKey: NIOSSLPrivateKey {
        get throws { try NIOSSLPrivateKey(bytes: Array(self.key.revealed.utf8), format: .pem) }
    }
}
