package import NIOCore

/// Permission for one connection to an address. It is held until the connection is closed.
package struct DialPlace: Sendable, Equatable {
    package let address: IPAddress
    /// When the place was acquired.
    package let since: NIODeadline

    package init(address: IPAddress, since: NIODeadline) {
        self.address = address
        self.since = since
    }
}

/// Limits the connections to one address. Used on one event loop.
package protocol DialLimits: AnyObject {
    /// - Returns: nil if no place is free.
    func acquirePlace(at address: IPAddress) -> DialPlace?

    /// Waits for a place. The time until then does not count against the target.
    func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void)

    func release(_ place: DialPlace)
}
