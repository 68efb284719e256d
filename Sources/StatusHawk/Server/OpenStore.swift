import HawkCore
import HawkEngine
import HawkStore

/// The data directory, locked, and the database in it, at this version's schema.
struct OpenStore: Sendable {
    let directory: DataDirectory
    let database: any Database
    let clock: SystemClock

    init(_ configuration: ServerConfiguration, clock: SystemClock = SystemClock()) async throws {
        self.directory = try DataDirectory(configuration.dataDirectory)
        self.clock = clock
        self.database = try SQLiteDatabase(path: configuration.databasePath, clock: self.clock)
        try await Migrations.all.apply(to: self.database)
    }

    func close() async {
        await self.database.close()
        self.directory.unlock()
    }
}
