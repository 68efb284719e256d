import HawkAPI
import HawkBroker
import HawkCore
import HawkEngine

/// The broker and cache: Redis if configured, otherwise the memory of this process.
struct BrokerWiring: Sendable {
    /// How long the start waits for an unreachable Redis.
    private static let connectTimeout = Duration.seconds(10)

    let broker: any Broker
    let cache: any Cache
    /// The readiness check of Redis. Nil if it is not used.
    let check: ReadinessCondition?
    let close: @Sendable () async -> Void

    init(
        _ configuration: ServerConfiguration, clock: any WallClock, metrics: Metrics, troubles: TroubleLog
    ) async throws(ConfigurationError) {
        let observer = BrokerMeters(metrics, troubles: troubles).observer
        guard let address = configuration.redis else {
            self.broker = InProcessBroker(observer: observer)
            self.cache = InProcessCache(clock: clock)
            self.check = nil
            self.close = {}
            return
        }
        let broker = RedisStreamsBroker(address, clock: clock, observer: observer)
        let cache = RedisCache(address, observer: observer)
        do {
            try await broker.connect(within: Self.connectTimeout)
        } catch {
            await broker.close()
            await cache.close()
            guard case .unavailable(let sentence) = error else { throw ConfigurationError(.redisURL, "cannot be used") }
            throw ConfigurationError("\(ConfigurationKey.redisURL.rawValue): \(sentence)")
        }
        self.broker = broker
        self.cache = cache
        self.check = ReadinessCondition("redis") { try await broker.connect(within: .seconds(2)) }
        self.close = {
            await broker.close()
            await cache.close()
        }
    }
}
