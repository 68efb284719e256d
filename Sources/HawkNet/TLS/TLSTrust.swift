/// Whose certificates are believed.
package enum TLSTrust: Sendable, Hashable {
    /// The roots of the operating system.
    case system
    /// The certificates of a PEM file, and no others.
    case file(path: String)
}
