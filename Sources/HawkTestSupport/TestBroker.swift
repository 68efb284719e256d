package import HawkBroker
package import HawkCore

/// The brokers that a contract suite runs on: `@Test(arguments: TestBroker.all)`.
package enum TestBroker: String, Sendable, CaseIterable, CustomStringConvertible {
    case inProcess = "in process"
    case redis = "Redis"

    package static let all = Self.allCases

    package var description: String { self.rawValue }

    /// Runs a test on its own broker, and closes that afterwards.
    package func run(
        clock: any WallClock = ManualClock(), observer: BrokerObserver = .none,
        _ test: (any Broker) async throws -> Void
    ) async throws {
        switch self {
        case .inProcess: try await test(InProcessBroker(observer: observer))
        case .redis:
            try await RedisTestServer.withPrefix { address, prefix in
                let broker = RedisStreamsBroker(address, prefix: prefix, clock: clock, observer: observer)
                try await broker.connect(within: .seconds(10))
                try await Cleanup.run({ try await test(broker) }, finally: { await broker.close() })
            }
        }
    }
}

extension Broker {
    package func emit(_ tasks: [CheckTask]) async throws(BrokerError) { try await self.emit(tasks.map { EmittedTask($0) }) }
}

/// The caches that a contract suite runs on.
package enum TestCache: String, Sendable, CaseIterable, CustomStringConvertible {
    case inProcess = "in process"
    case redis = "Redis"

    package static let all = Self.allCases

    package var description: String { self.rawValue }

    package func run(_ test: (any Cache) async throws -> Void) async throws {
        switch self {
        case .inProcess: try await test(InProcessCache(clock: ManualClock()))
        case .redis:
            try await RedisTestServer.withPrefix { address, prefix in
                let cache = RedisCache(address, prefix: prefix)
                try await Cleanup.run({ try await test(cache) }, finally: { await cache.close() })
            }
        }
    }
}

/// A `defer` for asynchronous cleanup.
package enum Cleanup {
    package static func run<Value>(
        _ body: () async throws -> Value, finally: () async throws -> Void
    ) async throws -> Value {
        do {
            let value = try await body()
            try await finally()
            return value
        } catch {
            try await finally()
            throw error
        }
    }
}
