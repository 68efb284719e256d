import Foundation
import HawkCore
import SwiftASN1
import X509

/// The certificates that are trusted without further proof.
struct TrustRoots: Sendable {
    /// The paths on Debian, Ubuntu, Alpine and Arch, and then on Fedora and Red Hat.
    private static let systemFiles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]

    let store: CertificateStore
    let names: Set<DistinguishedName>

    /// - Throws: `RunnerFault` if there are none. Otherwise every target would appear untrusted.
    static func load(_ trust: TLSTrust) throws(RunnerFault) -> TrustRoots {
        switch trust {
        case .system:
            for file in Self.systemFiles {
                // A file that is missing here is elsewhere on another distribution.
                if let roots = try? Self.load(file: file) { return roots }
            }
            throw RunnerFault("this machine has no trusted root certificates; install the package ca-certificates")
        case .file(let path):
            return try Self.load(file: path)
        case .certificates(let text):
            guard let roots = try? TrustRoots(pem: text) else {
                throw RunnerFault("the trusted certificates of this check cannot be read")
            }
            return roots
        }
    }

    private static func load(file: String) throws(RunnerFault) -> TrustRoots {
        do {
            if let roots = try TrustRoots(pem: String(contentsOfFile: file, encoding: .utf8)) { return roots }
        } catch {
            throw RunnerFault("the trusted certificates in \(file) cannot be read")
        }
        throw RunnerFault("\(file) contains no certificate")
    }

    /// - Returns: nil if there is no certificate.
    private init?(pem text: String) throws {
        let documents = try PEMDocument.parseMultiple(pemString: text)
        // Some roots in use violate rules of the parser. The others still count.
        let certificates = documents.compactMap { try? Certificate(pemDocument: $0) }
        guard !certificates.isEmpty else { return nil }
        self.store = CertificateStore(certificates)
        self.names = Set(certificates.map(\.subject))
    }
}
