import Synchronization

/// Has something done once for all who ask for it at the same time.
final class SingleFlight<Value: Sendable>: Sendable {
    private let inFlight = Mutex<[String: Task<Value, any Error>]>([:])

    /// Does it, or waits for whoever does.
    func join(_ key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let load = self.inFlight.withLock { inFlight in
            if let load = inFlight[key] { return load }
            // SAFETY: unstructured, as those who wait may go away one by one; it ends with its work.
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
