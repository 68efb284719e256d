import Testing

/// How an installation is spread over processes. The scenarios are the same in each.
struct Topology: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The roles of each process; none named is all of them in one. The first process is the one that people call.
    let processes: [[String]]
    /// Whether the processes share a PostgreSQL and a Redis.
    let sharesServers: Bool

    static let oneProcess = Topology(testDescription: "one process with SQLite", processes: [[]], sharesServers: false)
    static let cluster = Topology(
        testDescription: "four roles with PostgreSQL and Redis", processes: [["api"], ["scheduler"], ["runner"], ["notifier"]],
        sharesServers: true)
    static let all = [oneProcess, cluster]
}
