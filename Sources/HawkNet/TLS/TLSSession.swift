/// What a handshake brought.
package struct TLSSession: Sendable {
    /// DER encoded, leaf first.
    package let chain: [[UInt8]]
}
