import ArgumentParser

struct RolesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles",
        abstract: "Lists the roles that a server process can have, and the parts that run in each.",
        discussion: "The parts of a role are in the order in which they start. They stop in reverse order.")

    func run() { print(Self.text) }

    /// One line for each role, followed by an indented line for each of its parts.
    static var text: String {
        ServerRole.allCases.flatMap { role in
            ["\(role.rawValue.padding(to: 10)) \(role.summary)"] + ServerPart.parts(of: [role]).map(self.line)
        }.joined(separator: "\n")
    }

    private static func line(_ part: ServerPart) -> String {
        let needs = part.needs.isEmpty ? "" : " (needs \(part.needs.joined(separator: ", ")))"
        let condition = part.condition.map { " (only \($0))" } ?? ""
        return "  \(part.name.padding(to: 19)) \(part.summary)\(needs)\(condition)"
    }
}

extension String {
    /// Pads the text with spaces to a width, for columns.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - self.count, 0)) }
}
