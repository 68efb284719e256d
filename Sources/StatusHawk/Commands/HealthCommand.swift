import ArgumentParser

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Checks that the local server with this configuration is alive. Exits with 0 if it is.")

    func run() async throws {
        let configuration = try await reportingFailures { try ServerConfiguration(ConfigurationSource()) }
        let check = try CheckCommand.parse(["\(configuration.operationsURL)/healthz", "--timeout", "2"])
        try await check.run()
    }
}
