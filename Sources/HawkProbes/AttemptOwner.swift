package import HawkNet

/// Runs attempts and limits the resources that they share. Used on the attempt's event loop.
package protocol AttemptOwner: AnyObject {
    /// - Parameter address: the destination of the packets.
    /// - Returns: nil if no place is free.
    func acquirePlace(at address: IPAddress) -> DialPlace?

    /// Waits for a place at an address. An attempt waits for one at a time. The owner may end the attempt instead.
    func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void)

    /// Reports that the attempt ended while it waited for a place.
    func stopWaiting()

    func release(_ place: DialPlace)

    /// - Parameter nanoseconds: processor time on the event loop that settings or the target's data caused.
    func charge(_ nanoseconds: Int64)
}
