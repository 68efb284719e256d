/// Whose certificates are believed.
package enum TLSTrust: Sendable, Hashable {
    /// The roots of the operating system.
    case system
    /// The certificates of a PEM file, and no others.
    case file(path: String)
    /// These certificates, and no others.
    case certificates(pem: String)

    /// What is wrong with certificates in PEM; nil: nothing.
    package static func pemError(in text: String) -> String? {
        if (try? TrustRoots.load(.certificates(pem: text))) != nil { return nil }
        return text.contains("-----BEGIN CERTIFICATE-----")
            ? "contains no usable certificate (RSA keys need at least 2048 bits)" : "must be certificates in PEM format"
    }
}
