import HawkCore
import HawkStore
import Logging
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
            while !Task.isCancelled {
                do {
                    try await self.beat()
                } catch {
                    self.engine.logger.debug("Failed to store runner heartbeat", metadata: .of(error))
                }
                try? await Task.sleep(for: Self.interval)  // the loop ends when cancelled
            }
        }
    }

    func beat() async throws {
        let installation = self.engine.installation
        try await self.engine.database.write { [name, startedAt] db in
            try RunnerRepository().note(
                name, at: installation.location, version: installation.version, since: startedAt, in: db)
        }
    }
}
