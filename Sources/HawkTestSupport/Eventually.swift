/// Polls until a condition holds. For tests that wait for another process.
///
/// - Throws: `NeverHappened` with `what`, if it does not hold within the limit.
package func eventually(
    _ what: String, within limit: Duration = .seconds(30), _ isSo: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

package struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    package var description: String { "never happened within \(self.limit): \(self.what)" }
}
