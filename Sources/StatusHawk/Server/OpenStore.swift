import HawkCore
import HawkEngine
import HawkStore

/// The locked data directory, if the process stores something in it, and the database with this version's schema.
struct OpenStore: Sendable {
    /// Nil if nothing is stored on this machine.
    let directory: DataDirectory?
    let database: any Database
    let clock: SystemClock

    init(
        _ configuration: ServerConfiguration, roles: Set<ServerRole> = ServerRole.expand([.all]), needsKey: Bool = true,
        clock: SystemClock = SystemClock()
    ) async throws {
        // Something to store: the database itself, a generated key, or spilled results.
        let storesKey = needsKey && configuration.secretKey == nil
        let storesFiles = configuration.database.isSQLite || storesKey || roles.contains(.runner)
        self.directory = storesFiles ? try DataDirectory(configuration.dataDirectory) : nil
        self.clock = clock
        do {
            self.database = try await configuration.database.open(
                poolSize: configuration.databasePoolSize, ports: configuration.ports, clock: clock)
        } catch {
            self.directory?.unlock()
            throw error
        }
    }

    func close() async {
        await self.database.close()
        self.directory?.unlock()
    }
}
