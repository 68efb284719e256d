import ArgumentParser
import HawkCore
import HawkEngine
import HawkStore

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Manages accounts from the server's own shell, while it runs or not.",
        subcommands: [CreateUser.self, ResetPassword.self, AcceptKey.self])

    struct CreateUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create-user", abstract: "Creates an account; its password is asked for, or read from standard input.")

        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "What people call the person.") var name: String?
        @Option(help: "The organization's name; created where there is none of it.") var organization: String?
        @Option(help: "viewer, editor, admin or owner.") var role: Role = .owner

        func run() async throws {
            try await reportingFailures {
                let configuration = try AdminCommand.installed()
                let password = try PasswordPrompt.read()
                try await AdminCommand.administer(configuration) {
                    try await $0.createUser(
                        email: self.email, password: password, name: self.name, organization: self.organization, role: self.role)
                }
                print("\(self.email) can sign in now")
            }
        }
    }

    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-password",
            abstract: "Sets a new password, asked for or read from standard input, and ends all sessions.")

        @Argument(help: "The e-mail address.") var email: String
        @Flag(help: "Also revoke the API tokens that the person made.") var revokeTokens = false

        func run() async throws {
            try await reportingFailures {
                let configuration = try AdminCommand.installed()
                let password = try PasswordPrompt.read()
                try await AdminCommand.administer(configuration) {
                    try await $0.resetPassword(email: self.email, password: password, revokesTokens: self.revokeTokens)
                }
                print("the new password of \(self.email) is in force; all its sessions have ended")
            }
        }
    }

    struct AcceptKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept-key",
            abstract: "Goes on with the secret key that is configured now, or a new one, where the former is lost.",
            discussion: "Stop every process first. What was sealed with the former key must be entered again; all else stays.")

        func run() async throws {
            try await reportingFailures {
                let configuration = try AdminCommand.installed()
                let store = try await OpenStore(configuration, roles: [])
                let choice = SecretKeyChoice(configuration, store)
                _ = try await choice.accepted()
                await store.close()
                print("the key in \(choice.origin) is in force; secrets that were sealed with another must be entered again")
            }
        }
    }

    /// What is set here, for an installation that is there.
    private static func installed() throws(ConfigurationError) -> ServerConfiguration {
        let configuration = try ServerConfiguration(ConfigurationSource())
        try configuration.database.requireFile()
        return configuration
    }

    /// Beside a running server, if there is one: also SQLite lets several programs write in turn.
    private static func administer(
        _ configuration: ServerConfiguration, _ body: (AccountAdministration) async throws -> Void
    ) async throws {
        let clock = SystemClock()
        let database = try await configuration.database.open(poolSize: 1, clock: clock)
        let passwords = Passwords(rounds: Installation().scryptRounds)
        try await body(AccountAdministration(database: database, clock: clock, passwords: passwords))
        await database.close()
    }
}

extension Role: ExpressibleByArgument {}
