import ArgumentParser
import HawkCore

@main
struct StatusHawkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statushawk",
        abstract: "Watches endpoints and tells people the truth about them.",
        discussion: "Configured by environment variables; `statushawk config` lists them and what is in force.",
        version: StatusHawkVersion.current,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, CopyCommand.self, CheckCommand.self, AdminCommand.self, ConfigCommand.self,
            DoctorCommand.self, HealthCommand.self, RolesCommand.self, BenchCommand.self,
        ])
}
