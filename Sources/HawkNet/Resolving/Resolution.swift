package import NIOCore

/// What a name resolved to, as far as it was waited for.
package struct Resolution: Sendable {
    /// IPv6 before IPv4; one at least.
    package let addresses: [IPAddress]
    /// The addresses of the other family, which let wait for itself: none where it has none, or nobody tells. nil: nothing follows.
    package let rest: EventLoopFuture<[IPAddress]>?

    package init(_ addresses: [IPAddress], rest: EventLoopFuture<[IPAddress]>? = nil) {
        self.addresses = addresses
        self.rest = rest
    }
}
