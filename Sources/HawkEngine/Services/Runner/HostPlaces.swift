import NIOCore
import Synchronization

/// Bounds the checks in flight at one host, over all event loops of a runner: so many places, and a line of those who wait for one.
final class HostPlaces: Sendable {
    /// At one host.
    static let limit = 10

    private struct Host {
        var taken = 0
        /// nil: nobody waits, as is the rule.
        var line: CircularBuffer<@Sendable () -> Void>?

        mutating func take(or whenFree: @escaping @Sendable () -> Void) -> Bool {
            guard self.taken >= HostPlaces.limit else {
                self.taken += 1
                return true
            }
            if self.line == nil { self.line = CircularBuffer(initialCapacity: 4) }
            self.line?.append(whenFree)
            return false
        }

        /// - Returns: whoever has the place now: handed over, it stays taken.
        mutating func giveBack() -> (@Sendable () -> Void)? {
            if let next = self.line?.popFirst() { return next }
            self.line = nil
            self.taken -= 1
            return nil
        }
    }

    private let hosts = Mutex<[String: Host]>([:])

    /// Takes a place.
    /// - Parameters:
    ///   - host: where it is empty, there is nothing to bound.
    ///   - whenFree: called with the place taken, where it was not there at once, by whoever gives it back.
    /// - Returns: whether it was there at once.
    func take(_ host: String, or whenFree: @escaping @Sendable () -> Void) -> Bool {
        host.isEmpty || self.hosts.withLock { $0[host, default: Host()].take(or: whenFree) }
    }

    /// Gives a place back, to whoever has waited longest.
    func giveBack(_ host: String) {
        guard !host.isEmpty else { return }
        let next = self.hosts.withLock { hosts in
            let next = hosts[host, default: Host()].giveBack()
            if next == nil, hosts[host]?.taken ?? 0 <= 0 { hosts[host] = nil }
            return next
        }
        next?()
    }
}
