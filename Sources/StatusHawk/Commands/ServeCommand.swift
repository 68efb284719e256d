import ArgumentParser
import HawkAPI

#if canImport(Glibc)
    import Glibc
#endif

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server.",
        discussion: """
            Without --role it does everything in one process. Processes with fewer roles share a PostgreSQL and a Redis. Ends gracefully \
            on SIGTERM or SIGINT.
            """)

    @Option(help: "What this process does; may be repeated.") var role: [ServerRole] = [.all]

    @Option(
        help: ArgumentHelp(
            "For development: the dashboard as script/web build left it in this directory, instead of the one built in.",
            valueName: "directory"),
        completion: .directory)
    var webRoot: String?

    func run() async throws {
        try await reportingFailures {
            let configuration = try ServerConfiguration(ConfigurationSource())
            let roles = ServerRole.expand(self.role)
            try configuration.requireWhatIsShared(by: roles)
            // A file at its size limit is a full disk: an error of the write, not the end of the process.
            signal(SIGXFSZ, SIG_IGN)
            DescriptorLimit.raise()
            if try await Server(configuration, roles: roles, webRoot: self.webRoot).run() { try RestartRequest.execute() }
        }
    }
}
