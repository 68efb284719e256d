import ArgumentParser
import HawkCore
import HawkEngine
import HawkStore

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Manages accounts on the server's machine, whether or not the server is running.",
        subcommands: [CreateUser.self, ResetPassword.self, AcceptKey.self])

    struct CreateUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create-user", abstract: "Creates an account. Prompts for the password, or reads it from standard input."
        )

        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "The person's name.") var name: String?
        @Option(help: "The organization's name. Created if it does not exist.") var organization: String?
        @Option(help: "The role: viewer, editor, admin or owner.") var role: Role = .owner

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
            abstract: "Sets a new password, from a prompt or standard input, and ends all sessions.")

        @Argument(help: "The e-mail address.") var email: String
        @Flag(help: "Also revoke the API tokens that the person created.") var revokeTokens = false

        func run() async throws {
            try await reportingFailures {
                let configuration = try AdminCommand.installed()
                let password = try PasswordPrompt.read()
                try await AdminCommand.administer(configuration) {
                    try await $0.resetPassword(email: self.email, password: password, revokesTokens: self.revokeTokens)
                }
                print("the password of \(self.email) was changed; all its sessions have ended")
            }
        }
    }

    struct AcceptKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept-key",
            abstract: "Accepts the configured secret key, or a new one, after the previous key was lost.",
            discussion:
                "Stop every process first. Secrets encrypted with the previous key must be entered again; all other data stays.")

        func run() async throws {
            try await reportingFailures {
                let configuration = try AdminCommand.installed()
                let store = try await OpenStore(configuration, roles: [])
                let choice = SecretKeyChoice(configuration, store)
                _ = try await choice.accepted()
                await store.close()
                print("the key in \(choice.origin) was accepted; secrets encrypted with another key must be entered again")
            }
        }
    }

    /// Returns the configuration of an existing installation.
    private static func installed() throws(ConfigurationError) -> ServerConfiguration {
        let configuration = try ServerConfiguration(ConfigurationSource())
        try configuration.database.requireFile()
        return configuration
    }

    /// Works beside a running server, because SQLite also lets several processes write in turn.
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
