import Testing

@testable import StatusHawk

@Suite struct ServerPartTests {
    /// Every set of roles that a process can have.
    static let processes = ServerRole.every.reduce(into: [Set<ServerRole>()]) { sets, role in
        sets += sets.map { $0.union([role]) }
    }.filter { !$0.isEmpty }

    @Test func `each name belongs to one part`() {
        #expect(Set(ServerPart.all.map(\.name)).count == ServerPart.all.count)
    }

    /// Therefore no needs form a cycle.
    @Test(arguments: processes)
    func `in every process, a part starts after the parts that it needs`(_ roles: Set<ServerRole>) {
        var started: Set<String> = []
        for part in ServerPart.parts(of: roles) {
            #expect(started.isSuperset(of: part.needs), "\(part.name)")
            // A part with a condition may be absent, so no other can need it.
            if part.condition == nil { started.insert(part.name) }
        }
    }

    @Test(arguments: ServerRole.every) func `every role has a part of its own`(_ role: ServerRole) {
        #expect(ServerPart.all.contains { $0.roles == [role] })
    }

    @Test func `every part belongs to a role that a process can have`() {
        for part in ServerPart.all {
            #expect(!part.roles.isEmpty && part.roles.isSubset(of: ServerRole.every), "\(part.name)")
        }
    }

    @Test func `all parts start in this order, and stop in reverse`() {
        #expect(
            ServerPart.parts(of: ServerRole.expand([.all])).map(\.name) == [
                "clock", "operations-listener", "own-servers", "integrity-check", "notifier", "recorder", "runner",
                "runner-heartbeat", "janitor", "scheduler", "live-events", "ping-intake", "page-cache", "api-listener",
                "monitoring-listener",
            ])
    }

    @Test func `a process without the role api has no part of it`() {
        let parts = ServerPart.parts(of: ServerRole.every.subtracting([.api])).map(\.name)
        #expect(parts.contains("monitoring-listener") && !parts.contains("api-listener"))
    }

    @Test func `the command lists every part under each of its roles`() {
        var listed: [String: [String]] = [:]
        var role = ""
        for line in RolesCommand.text.split(separator: "\n") {
            let word = line.split(separator: " ").first.map(String.init) ?? ""
            if line.hasPrefix(" ") { listed[role, default: []].append(word) } else { role = word }
        }
        for role in ServerRole.every { #expect(listed[role.rawValue] == ServerPart.parts(of: [role]).map(\.name)) }
        #expect(Set(listed.values.joined()) == Set(ServerPart.all.map(\.name)))
    }

    @Test func `the command says what a part does, what it needs and when it runs`() {
        let lines = RolesCommand.text.split(separator: "\n")
        #expect(lines.contains("  runner              takes the tasks of its location and runs their checks (needs recorder)"))
        #expect(lines.contains("  integrity-check     checks the database for damage after a start (only with SQLite)"))
    }
}
