/// Retries until the condition holds, for tests that wait for another process.
///
/// - Throws: `NeverHappened` with `what` after the limit.
func eventually(_ what: String, within limit: Duration = .seconds(30), _ isSo: () async throws -> Bool) async throws {
    _ = try await awaitValue(what, within: limit) { try await isSo() ? true : nil }
}

/// Retries until there is a value.
///
/// - Returns: the first value that is not nil.
/// - Throws: `NeverHappened` with `what` after the limit.
func awaitValue<Answer>(
    _ what: String, within limit: Duration = .seconds(30), _ ask: () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now + limit
    while true {
        if let answer = try await ask() { return answer }
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    var description: String { "never happened within \(self.limit): \(self.what)" }
}
