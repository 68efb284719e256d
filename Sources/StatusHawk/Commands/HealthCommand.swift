import ArgumentParser

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks the server that runs here with this configuration whether it lives; exits with 0 when it does.")

    func run() async throws {
        let configuration = try await reportingFailures { try ServerConfiguration(ConfigurationSource()) }
        let check = try CheckCommand.parse(["\(configuration.operationsURL)/healthz", "--timeout", "2"])
        try await check.run()
    }
}
