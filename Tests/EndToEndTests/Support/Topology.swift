import Testing

/// How an installation is spread over processes. The scenarios are the same in each.
struct Topology: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The roles of each process; none named is all of them in one. The first process is the one that people call.
    let processes: [[String]]

    static let oneProcess = Topology(testDescription: "one process with SQLite", processes: [[]])
    static let all = [oneProcess]
}
