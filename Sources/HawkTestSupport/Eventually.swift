/// Polls until a condition holds. For tests that wait for another process.
///
/// - Throws: `NeverHappened` with `what`, if it does not hold within the limit.
package func eventually(
    _ what: String, within limit: Duration = .seconds(30), _ isSo: () async throws -> Bool
) async throws {
    _ = try await awaitValue(what, within: limit) { try await isSo() ? true : nil }
}

/// Polls until there is a value.
///
/// - Returns: the first value that is not nil.
/// - Throws: `NeverHappened` with `what`, if there is none within the limit.
package func awaitValue<Value>(
    _ what: String, within limit: Duration = .seconds(30), _ poll: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await poll() { return value }
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

package struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    package var description: String { "never happened within \(self.limit): \(self.what)" }
}
