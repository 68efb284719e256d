import NIOCore
import Synchronization

/// Addresses of names that were found lately. Only successes are kept, never longer than a minute.
final class ResolverCache: Sendable {
    private struct Entry {
        let addresses: [IPAddress]
        let expires: NIODeadline
    }

    static let longestSeconds = 60
    private let capacity: Int
    private let entries = Mutex<[HostName: Entry]>([:])

    init(capacity: Int = 8_192) { self.capacity = capacity }

    func find(_ name: HostName, at now: NIODeadline) -> [IPAddress]? {
        self.entries.withLock { entries in
            guard let entry = entries[name], entry.expires > now else { return nil }
            return entry.addresses
        }
    }

    /// - Parameter ttl: in seconds; 0 keeps nothing, and forgets what was known.
    func store(_ addresses: [IPAddress], ttl: Int, of name: HostName, at now: NIODeadline) {
        let lifetime = TimeAmount.seconds(Int64(min(max(ttl, 0), Self.longestSeconds)))
        self.entries.withLock { entries in
            entries[name] = nil
            guard lifetime > .zero, !addresses.isEmpty else { return }
            if entries.count >= self.capacity { entries = entries.filter { $0.value.expires > now } }
            // Still full of living entries: what does not fit is looked up each time.
            guard entries.count < self.capacity else { return }
            entries[name] = Entry(addresses: addresses, expires: now + lifetime)
        }
    }
}
