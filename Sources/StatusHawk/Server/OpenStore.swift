import HawkCore
import HawkEngine
import HawkStore

/// The data directory, locked, where the process keeps something in it; and the database, in it or on a server, at this version's
/// schema.
struct OpenStore: Sendable {
    /// nil where nothing is kept on this machine.
    let directory: DataDirectory?
    let database: any Database
    let clock: SystemClock

    init(
        _ configuration: ServerConfiguration, roles: Set<ServerRole> = ServerRole.expand([.all]), needsKey: Bool = true,
        clock: SystemClock = SystemClock()
    ) async throws {
        // The database itself, a generated key, or results that are spilled.
        let keepsKey = needsKey && configuration.secretKey == nil
        let keepsSomething = configuration.database.isSQLite || keepsKey || roles.contains(.runner)
        self.directory = keepsSomething ? try DataDirectory(configuration.dataDirectory) : nil
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
