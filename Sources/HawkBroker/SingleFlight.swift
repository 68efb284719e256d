import Synchronization

/// Shares one execution among all concurrent callers of the same key.
final class SingleFlight<Value: Sendable>: Sendable {
    private let inFlight = Mutex<[String: Task<Value, any Error>]>([:])

    /// Runs the work, or waits for the execution under way.
    func join(_ key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let load = self.inFlight.withLock { inFlight in
            if let load = inFlight[key] { return load }
            // SAFETY: unstructured, because its waiters may leave one by one; it ends with its work.
            let load = Task {
                defer { self.inFlight.withLock { $0[key] = nil } }
                return try await work()
            }
            inFlight[key] = load
            return load
        }
        return try await load.value
    }
}
