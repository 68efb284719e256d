import HawkCore
import HawkEngine
import HawkStore

/// The data directory, locked, and the database, in it or on a server, at this version's schema.
struct OpenStore: Sendable {
    let directory: DataDirectory
    let database: any Database
    let clock: SystemClock

    init(_ configuration: ServerConfiguration, clock: SystemClock = SystemClock()) async throws {
        self.directory = try DataDirectory(configuration.dataDirectory)
        self.clock = clock
        do {
            self.database = try await configuration.database.open(poolSize: configuration.databasePoolSize, clock: clock)
        } catch {
            self.directory.unlock()
            throw error
        }
    }

    func close() async {
        await self.database.close()
        self.directory.unlock()
    }
}
