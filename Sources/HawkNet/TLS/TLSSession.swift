/// The result of a handshake.
package struct TLSSession: Sendable {
    /// DER encoded, leaf first.
    package let chain: [[UInt8]]
    /// The protocol that the server chose (ALPN). Nil if it chose none.
    package let negotiatedProtocol: String?
    /// Such as `TLSv1.3`. Nil if it is not known.
    package let version: String?
}
