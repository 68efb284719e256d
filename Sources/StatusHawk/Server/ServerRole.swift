import ArgumentParser

/// The role of a server process. `all` is the union of the others, by the same code. `ServerPart.all` lists what runs in each.
enum ServerRole: String, CaseIterable, ExpressibleByArgument, Sendable {
    case all, api, scheduler, runner, notifier

    /// The roles that `all` is the union of.
    static let every = Set(allCases).subtracting([.all])

    var summary: String {
        switch self {
        case .all: "every role in one process (the default)"
        case .api: "REST API, live events, public status pages"
        case .scheduler: "schedules the checks of all monitors; removes expired history"
        case .runner: "runs the checks and records the results"
        case .notifier: "plans and sends alerts"
        }
    }

    /// Returns the roles of a process that was given these.
    static func expand(_ named: [ServerRole]) -> Set<ServerRole> { named.contains(.all) ? self.every : Set(named) }
}

extension Set<ServerRole> {
    /// Whether other processes must have the remaining roles.
    var needsOthers: Bool { self != ServerRole.every }
}
