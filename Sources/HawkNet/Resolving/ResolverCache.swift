import NIOCore
import Synchronization

/// Recently resolved addresses of names. Only successes are stored, for at most a minute.
final class ResolverCache: Sendable {
    private struct Entry {
        let addresses: [IPAddress]
        let expires: NIODeadline
    }

    private struct State {
        var entries: [HostName: Entry] = [:]
        var nextSweep = NIODeadline.uptimeNanoseconds(0)
    }

    static let maxSeconds = 60
    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 8_192) { self.capacity = capacity }

    func find(_ name: HostName, at now: NIODeadline) -> [IPAddress]? {
        self.state.withLock { state in
            guard let entry = state.entries[name], entry.expires > now else { return nil }
            return entry.addresses
        }
    }

    /// - Parameter ttl: in seconds. 0 stores nothing and removes the entry.
    func store(_ addresses: [IPAddress], ttl: Int, of name: HostName, at now: NIODeadline) {
        let lifetime = TimeAmount.seconds(Int64(min(max(ttl, 0), Self.maxSeconds)))
        self.state.withLock { state in
            state.entries[name] = nil
            guard lifetime > .zero, !addresses.isEmpty else { return }
            // At most once a second, because a sweep examines every entry.
            if state.entries.count >= self.capacity, state.nextSweep <= now {
                state.entries = state.entries.filter { $0.value.expires > now }
                state.nextSweep = now + .seconds(1)
            }
            // If it is still full of valid entries, the rest is resolved each time.
            guard state.entries.count < self.capacity else { return }
            state.entries[name] = Entry(addresses: addresses, expires: now + lifetime)
        }
    }
}
