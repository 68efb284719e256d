import HawkEngine
import ServiceLifecycle

/// A part of a server process: one service, the roles that it runs in, and how it is made. `ServerPart.all` is the table of them.
struct ServerPart: Sendable {
    /// A unique name of lower-case words with hyphens.
    let name: String
    /// The part runs in a process that has any of these roles.
    let roles: Set<ServerRole>
    /// What the part does, in one line.
    let summary: String
    /// The condition under which the part runs, as words that follow "only". Nil if it always runs.
    let condition: String?
    /// The names of the parts that it uses. They come earlier in the table, and run wherever this part runs.
    let needs: [String]
    /// Returns nil if the condition does not hold.
    let make: @Sendable (ServerContext) throws -> (any Service)?

    init(
        _ name: String, in roles: Set<ServerRole>, _ summary: String, only condition: String? = nil, needs: [String] = [],
        make: @escaping @Sendable (ServerContext) throws -> (any Service)?
    ) {
        self.name = name
        self.roles = roles
        self.summary = summary
        self.condition = condition
        self.needs = needs
        self.make = make
    }

    /// Returns the parts of a process with these roles, in starting order.
    static func parts(of roles: Set<ServerRole>) -> [ServerPart] { self.all.filter { !$0.roles.isDisjoint(with: roles) } }
}

extension ServerContext {
    /// Makes the services of this process's roles, in starting order.
    func makeServices() throws -> [any Service] {
        var made: [(name: String, service: any Service)] = []
        for part in ServerPart.parts(of: self.roles) {
            var context = self
            context.needed = made.filter { part.needs.contains($0.name) }.map(\.service)
            if let service = try part.make(context) {
                made.append((part.name, service))
            } else {
                precondition(part.condition != nil, "the part \(part.name) has no condition, but was not made")
            }
        }
        return made.map(\.service)
    }
}
