import ArgumentParser
import HawkAPI

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: "Without --role it does everything in one process, on SQLite. Ends gracefully on SIGTERM or SIGINT.")

    @Option(help: "What this process does; may be repeated.") var role: [ServerRole] = [.all]

    func run() async throws {
        try await reportingFailures {
            guard self.role.contains(.all) else {
                throw ConfigurationError(
                    "--role \(self.role.map(\.rawValue).joined(separator: ", ")) needs PostgreSQL and Redis between the processes, which this version does not have; run --role all"
                )
            }
            let configuration = try ServerConfiguration(ConfigurationSource())
            try await Server(configuration).run()
        }
    }
}
