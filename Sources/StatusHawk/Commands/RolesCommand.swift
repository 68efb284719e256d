import ArgumentParser

struct RolesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Lists the roles that a server process can have.")

    func run() {
        for role in ServerRole.allCases { print("\(role.rawValue.padding(to: 10)) \(role.summary)") }
    }
}

extension String {
    /// Pads the text with spaces to a width, for columns.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - self.count, 0)) }
}
