/// The certificates to trust.
package enum TLSTrust: Sendable, Hashable {
    /// The roots of the operating system.
    case system
    /// Only the certificates of a PEM file.
    case file(path: String)
    /// Only these certificates.
    case certificates(pem: String)

    /// Returns the problem with certificates in PEM. Nil if there is none.
    package static func pemError(in text: String) -> String? {
        if (try? TrustRoots.load(.certificates(pem: text))) != nil { return nil }
        return text.contains("-----BEGIN CERTIFICATE-----")
            ? "contains no usable certificate (RSA keys need at least 2048 bits)" : "must be certificates in PEM format"
    }
}
