import Testing

/// How an installation is divided into processes. The scenarios are the same in each.
struct Topology: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The roles of each process; an empty list means all roles in one. The first process serves the callers.
    let processes: [[String]]
    /// Whether the processes share a PostgreSQL and a Redis.
    let sharesServers: Bool

    static let oneProcess = Topology(testDescription: "one process with SQLite", processes: [[]], sharesServers: false)
    static let cluster = Topology(
        testDescription: "four roles with PostgreSQL and Redis", processes: [["api"], ["scheduler"], ["runner"], ["notifier"]],
        sharesServers: true)
    static let all = [oneProcess, cluster]
}
