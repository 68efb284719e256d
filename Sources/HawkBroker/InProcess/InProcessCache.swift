package import HawkCore
import Synchronization

/// The cache of a single process: a bounded number of bytes in memory.
package final class InProcessCache: Cache {
    private struct Entry {
        let bytes: [UInt8]
        let tags: [String]
        let expiresAt: Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var size = 0
        /// Increases with every drop.
        var generation = 0

        mutating func remove(_ key: String) {
            if let entry = self.entries.removeValue(forKey: key) { self.size -= entry.bytes.count }
        }
    }

    private let capacity: Int
    private let clock: any WallClock
    private let inFlight = SingleFlight<[UInt8]?>()
    private let state = Mutex(State())

    /// - Parameter capacity: in bytes; above it, the entry that expires first is removed.
    package init(capacity: Int = 16 << 20, clock: any WallClock) {
        self.capacity = capacity
        self.clock = clock
    }

    package func value(
        _ key: String, for lifetime: Duration, compute: @escaping @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]? {
        let (known, generation) = self.known(key)
        if let known { return known }
        // A computation of an earlier generation is not joined: it started too early.
        return try await self.inFlight.join("\(generation):\(key)") {
            // Another computation may have ended since the lookup.
            if let known = self.known(key).bytes { return known }
            let computed = try await compute()
            if let computed { self.store(computed, under: key, for: lifetime, generation) }
            return computed?.bytes
        }
    }

    package func drop(tag: String) async {
        self.state.withLock { state in
            state.generation += 1
            for (key, entry) in state.entries where entry.tags.contains(tag) { state.remove(key) }
        }
    }

    private func known(_ key: String) -> (bytes: [UInt8]?, generation: Int) {
        let now = self.clock.now
        return self.state.withLock { state in
            (state.entries[key].flatMap { now < $0.expiresAt ? $0.bytes : nil }, state.generation)
        }
    }

    private func store(_ entry: CacheEntry, under key: String, for lifetime: Duration, _ generation: Int) {
        let now = self.clock.now
        self.state.withLock { state in
            guard state.generation == generation, entry.bytes.count <= self.capacity else { return }
            state.remove(key)
            state.entries[key] = Entry(bytes: entry.bytes, tags: entry.tags, expiresAt: now + lifetime)
            state.size += entry.bytes.count
            while state.size > self.capacity, let first = state.entries.min(by: { $0.value.expiresAt < $1.value.expiresAt }) {
                state.remove(first.key)
            }
        }
    }
}
