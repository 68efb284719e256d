import HawkAPI
import HawkBroker
import HawkCore
import HawkEngine

/// What carries between processes: Redis where it is configured, this process's own memory otherwise.
struct BrokerWiring: Sendable {
    /// For how long a start waits for a Redis that cannot be reached.
    private static let connectTimeout = Duration.seconds(10)

    let broker: any Broker
    let cache: any Cache
    /// Whether it can be reached; nil where nothing has to be.
    let check: ReadinessCheck?
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
        self.check = ReadinessCheck("redis") { try await broker.connect(within: .seconds(2)) }
        self.close = {
            await broker.close()
            await cache.close()
        }
    }
}
