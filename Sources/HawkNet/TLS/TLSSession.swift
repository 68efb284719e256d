/// What a handshake brought.
package struct TLSSession: Sendable {
    /// DER encoded, leaf first.
    package let chain: [[UInt8]]
    /// The protocol that the server chose of those offered (ALPN); nil: none.
    package let negotiatedProtocol: String?
    /// Such as `TLSv1.3`; nil where it is not known.
    package let version: String?
}
