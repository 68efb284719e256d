/// Whose certificates are believed.
package enum TLSTrust: Sendable, Hashable {
    /// The roots of the operating system.
    case system
    /// The certificates of a PEM file, and no others.
    case file(path: String)
    /// These certificates, and no others.
    case certificates(pem: String)

    /// What is wrong with certificates in PEM; nil: nothing.
    package static func objection(toPEM text: String) -> String? {
        (try? TrustRoots.load(.certificates(pem: text))) == nil ? "must be certificates in PEM" : nil
    }
}
