package import HawkCore
import Synchronization

/// The cache that all processes share. If Redis does not answer at once, it behaves as if it were empty.
package final class RedisCache: Cache {
    /// The longest that a page waits for Redis.
    private static let commandTimeout = Duration.seconds(1)
    /// How long other processes wait for the one that computes.
    private static let computingTime = Duration.seconds(3)
    private static let pollInterval = Duration.milliseconds(25)
    /// After a failed command, this process does not query Redis for this time.
    private static let pause = Duration.seconds(5)
    private static let maxLifetime = Duration.seconds(60)
    private static let tagSeconds = 120

    /// Stores what was computed, unless something was dropped after the computation began.
    private static let storing = """
        if redis.call('DEL', KEYS[2]) and (redis.call('GET', KEYS[3]) or '') ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        for index = 4, #KEYS do
            redis.call('SADD', KEYS[index], KEYS[1])
            redis.call('EXPIRE', KEYS[index], ARGV[4])
        end
        return 1
        """
    /// Removes entries with a tag, and prevents results of running computations from being stored.
    private static let dropping = """
        redis.call('INCR', KEYS[1])
        for _, key in ipairs(redis.call('SMEMBERS', KEYS[2])) do redis.call('DEL', key) end
        return redis.call('DEL', KEYS[2])
        """

    private let pipeline: RedisPipeline
    private let keys: RedisKeys
    private let observer: BrokerObserver
    private let inFlight = SingleFlight<[UInt8]?>()
    private let state = Mutex(State())

    private struct State {
        /// How often this process has dropped something. A computation that began before a drop is not joined.
        var drops = 0
        /// Until then, Redis may hold entries that should have been dropped, so it is not queried.
        var distrustedUntil = ContinuousClock.now
    }

    package init(_ address: RedisAddress, prefix: String = "statushawk:", observer: BrokerObserver = .none) {
        self.pipeline = RedisPipeline(address, name: "cache", observer: observer)
        self.keys = RedisKeys(prefix: prefix)
        self.observer = observer
    }

    package func value(
        _ key: String, for lifetime: Duration, compute: @escaping @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]? {
        let drops = self.state.withLock { $0.drops }
        return try await self.inFlight.join("\(drops):\(key)") {
            guard !self.isDistrusted else { return try await compute()?.bytes }
            return try await self.find(key, for: min(lifetime, Self.maxLifetime), compute: compute)
        }
    }

    package func drop(tag: String) async {
        let command: RedisCommand = [
            "EVAL", .text(Self.dropping), "2", .text(self.keys.generation), .text(self.keys.tag(tag)),
        ]
        if self.isDistrusted {
            // No retry is needed: by the time Redis is trusted again, its entries have expired.
            self.pipeline.post([command])
            self.distrust(for: Self.maxLifetime)
        } else {
            do throws(RedisError) {
                try await self.pipeline.send(command, within: Self.commandTimeout)
            } catch {
                self.observer.trouble(error.sentence)
                self.distrust(for: Self.maxLifetime)
            }
        }
        self.state.withLock { $0.drops += 1 }
    }

    private var isDistrusted: Bool { self.state.withLock { ContinuousClock.now < $0.distrustedUntil } }

    private func distrust(for time: Duration) {
        self.state.withLock { $0.distrustedUntil = max($0.distrustedUntil, .now + time) }
    }

    package func close() async { await self.pipeline.close() }

    private func find(
        _ key: String, for lifetime: Duration, compute: @escaping @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]? {
        let deadline = ContinuousClock.now + Self.computingTime
        while true {
            let look: Look
            do throws(RedisError) {
                look = try await self.look(key)
            } catch {
                self.observer.trouble(error.sentence)
                self.distrust(for: Self.pause)
                self.pipeline.post([["DEL", .text(self.keys.computing(key))]])
                return try await compute()?.bytes  // each process computes for itself
            }
            switch look {
            case .found(let bytes): return bytes
            case .ours(let generation): return try await self.compute(key, for: lifetime, generation, compute)
            case .theirs:
                guard ContinuousClock.now < deadline else { return try await compute()?.bytes }
                try await Task.sleep(for: Self.pollInterval)
            }
        }
    }

    private enum Look {
        case found([UInt8])
        /// This process computes it, for the generation read here.
        case ours(generation: [UInt8])
        /// Another process computes it.
        case theirs
    }

    private func look(_ key: String) async throws(RedisError) -> Look {
        if let bytes = try await self.pipeline.send(["GET", .text(self.keys.cached(key))], within: Self.commandTimeout).bytes {
            return .found(bytes)
        }
        let replies = try await self.pipeline.send(
            [
                [
                    "SET", .text(self.keys.computing(key)), "1", "NX", "PX", "\(Self.computingTime.milliseconds)",
                ],
                // It may have been stored since the first lookup.
                ["GET", .text(self.keys.cached(key))], ["GET", .text(self.keys.generation)],
            ], within: Self.commandTimeout)
        if let failure = replies.lazy.compactMap(\.failure).first { throw .failed(failure) }
        let isOurs = replies[0].text == "OK"
        if let bytes = replies[1].bytes {
            if isOurs { self.pipeline.post([["DEL", .text(self.keys.computing(key))]]) }
            return .found(bytes)
        }
        return isOurs ? .ours(generation: replies[2].bytes ?? []) : .theirs
    }

    private func compute(
        _ key: String, for lifetime: Duration, _ generation: [UInt8], _ compute: @Sendable () async throws -> CacheEntry?
    ) async throws -> [UInt8]? {
        do {
            guard let entry = try await compute() else {
                self.pipeline.post([["DEL", .text(self.keys.computing(key))]])
                return nil
            }
            self.store(entry, under: key, for: lifetime, generation)
            return entry.bytes
        } catch {
            self.pipeline.post([["DEL", .text(self.keys.computing(key))]])
            throw error
        }
    }

    private func store(_ entry: CacheEntry, under key: String, for lifetime: Duration, _ generation: [UInt8]) {
        let names = [self.keys.cached(key), self.keys.computing(key), self.keys.generation] + entry.tags.map(self.keys.tag)
        let arguments: [RedisCommand.Argument] = [
            .bytes(generation), .bytes(entry.bytes), "\(lifetime.milliseconds)", "\(Self.tagSeconds)",
        ]
        self.pipeline.post([
            RedisCommand(["EVAL", .text(Self.storing), "\(names.count)"] + names.map { .text($0) } + arguments)
        ])
    }
}
