import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database to this version's schema; `serve` does so by itself.")

    func run() async throws {
        try await reportingFailures {
            // No roles: nothing is kept beside the database.
            let store = try await OpenStore(ServerConfiguration(ConfigurationSource()), roles: [], needsKey: false)
            await store.close()
            print("the database is at this version's schema")
        }
    }
}
