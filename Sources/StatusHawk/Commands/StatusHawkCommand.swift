import ArgumentParser
import HawkCore

@main
struct StatusHawkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statushawk",
        abstract: "Uptime monitoring and status pages.",
        discussion: "Configured by environment variables. `statushawk config` lists them with their effective values.",
        version: StatusHawkVersion.current,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, CopyCommand.self, CheckCommand.self, AdminCommand.self, ConfigCommand.self,
            DoctorCommand.self, HealthCommand.self, RolesCommand.self, BenchCommand.self,
        ])
}
