import ArgumentParser
import HawkAPI

#if canImport(Glibc)
    import Glibc
#endif

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Without --role, one process has all roles. Processes with separate roles share one PostgreSQL database and one Redis server. \
            Shuts down gracefully on SIGTERM or SIGINT.
            """)

    @Option(help: "A role of this process. May be repeated.") var role: [ServerRole] = [.all]

    @Option(
        help: ArgumentHelp(
            "For development: serve the dashboard from this directory, built by script/web build.",
            valueName: "directory"),
        completion: .directory)
    var webRoot: String?

    func run() async throws {
        try await reportingFailures {
            let configuration = try ServerConfiguration(ConfigurationSource())
            let roles = ServerRole.expand(self.role)
            try configuration.requireWhatIsShared(by: roles)
            // A file at its size limit is like a full disk: a write error must not end the process.
            signal(SIGXFSZ, SIG_IGN)
            DescriptorLimit.raise()
            if try await Server(configuration, roles: roles, webRoot: self.webRoot).run() { try RestartRequest.execute() }
        }
    }
}
