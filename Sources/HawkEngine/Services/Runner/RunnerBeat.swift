import HawkCore
import HawkStore
import ServiceLifecycle

/// Stores every few seconds that a runner is alive, so that locations without runners are visible.
package struct RunnerBeat: Service {
    package static let interval = Duration.seconds(5)
    /// A runner that was not seen for this long counts as dead.
    package static let silence = Duration.seconds(20)

    private let engine: Engine
    private let name: String
    private let startedAt: Instant

    /// - Parameter name: This process's name. No other living process has it.
    package init(_ engine: Engine, name: String) {
        self.engine = engine
        self.name = name
        self.startedAt = engine.clock.now
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in PeriodicLoop(every: Self.interval) {
                await self.engine.troubles.track(.runnerHeartbeat) { try await self.beat() }
            }
        }
    }

    func beat() async throws {
        let installation = self.engine.installation
        try await self.engine.database.write { [name, startedAt] db in
            try RunnerRepository().record(
                name, at: installation.location, version: installation.version, since: startedAt, in: db)
        }
    }
}
