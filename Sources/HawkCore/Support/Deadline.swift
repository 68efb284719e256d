/// Runs an operation, and cancels it at the deadline. If the caller is cancelled, so is the operation, and its outcome counts.
/// - Returns: Nil if the deadline came first. Returns only when the operation has ended.
package func withDeadline<C: Clock, Value: Sendable, Failure: Error>(
    _ deadline: C.Instant, on clock: C, _ operation: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value? {
    let outcome = await withTaskGroup(of: Result<Value?, Failure>?.self) { group in
        group.addTask {
            do throws(Failure) {
                return .success(try await operation())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            // `try?`: cancelled when the operation has ended, or with the caller.
            (try? await clock.sleep(until: deadline, tolerance: nil)) == nil ? nil : .success(nil)
        }
        defer { group.cancelAll() }
        for await case let outcome? in group { return outcome }
        return .success(nil)
    }
    return try outcome.get()
}

extension AsyncStream where Element: Sendable {
    /// Returns the next element. Nil at the deadline, at the end of the stream, or when the caller is cancelled.
    package func first<C: Clock>(until deadline: C.Instant, on clock: C) async -> Element? {
        await withDeadline(deadline, on: clock) { await self.first { _ in true } } ?? nil
    }
}
