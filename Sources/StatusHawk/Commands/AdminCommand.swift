import ArgumentParser
import HawkCore
import HawkEngine
import HawkStore

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Manages accounts from the server's own shell, while it runs or not.",
        subcommands: [CreateUser.self, ResetPassword.self])

    struct CreateUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create-user", abstract: "Creates an account; its password is asked for, or read from standard input.")

        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "What people call the person.") var name: String?
        @Option(help: "The organization's name; created where there is none of it.") var organization: String?
        @Option(help: "viewer, editor, admin or owner.") var role: Role = .owner

        func run() async throws {
            try await reportingFailures {
                let password = try PasswordPrompt.read()
                try await AdminCommand.administer {
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
                let password = try PasswordPrompt.read()
                try await AdminCommand.administer {
                    try await $0.resetPassword(email: self.email, password: password, revokesTokens: self.revokeTokens)
                }
                print("the new password of \(self.email) is in force; all its sessions have ended")
            }
        }
    }

    /// Beside a running server, if there is one: also SQLite lets several programs write in turn.
    private static func administer(_ body: (AccountAdministration) async throws -> Void) async throws {
        let configuration = try ServerConfiguration(ConfigurationSource())
        let clock = SystemClock()
        let database = try await configuration.database.open(poolSize: 1, clock: clock)
        let passwords = Passwords(rounds: Installation().scryptRounds)
        try await body(AccountAdministration(database: database, clock: clock, passwords: passwords))
        await database.close()
    }
}

extension Role: ExpressibleByArgument {}
