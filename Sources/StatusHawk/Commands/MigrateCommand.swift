import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Migrates the database to this version's schema. `serve` does this automatically.")

    func run() async throws {
        try await reportingFailures {
            // No roles, because nothing besides the database is needed.
            let store = try await OpenStore(ServerConfiguration(ConfigurationSource()), roles: [], needsKey: false)
            await store.close()
            print("the database has this version's schema")
        }
    }
}
