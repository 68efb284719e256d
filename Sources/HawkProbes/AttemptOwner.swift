package import HawkNet

/// Runs attempts, and bounds what they share with those of others. Used on the attempt's event loop.
package protocol AttemptOwner: AnyObject {
    /// - Parameter address: where packets end up.
    /// - Returns: nil where no place is free.
    func takePlace(at address: IPAddress) -> DialPlace?

    /// Waits for a place at an address; an attempt waits for one at a time. The owner may end the attempt instead.
    func awaitPlace(at address: IPAddress, _ then: @escaping (DialPlace) -> Void)

    /// The attempt ended while it waited for a place.
    func stopWaiting()

    func giveBack(_ place: DialPlace)

    /// - Parameter nanoseconds: processor time that settings, or what a target sent, took on the event loop.
    func charge(_ nanoseconds: Int64)
}
