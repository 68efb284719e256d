package import NIOCore

/// The addresses that a name resolved to, possibly of one family only.
package struct Resolution: Sendable {
    /// IPv6 before IPv4. At least one.
    package let addresses: [IPAddress]
    /// The late addresses of the other family. Empty if there are none or no answer came. Nil if nothing follows.
    package let rest: EventLoopFuture<[IPAddress]>?

    package init(_ addresses: [IPAddress], rest: EventLoopFuture<[IPAddress]>? = nil) {
        self.addresses = addresses
        self.rest = rest
    }
}
