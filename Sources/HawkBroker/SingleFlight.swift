import Synchronization

/// Has something done once for all who ask for it at the same time.
final class SingleFlight<Value: Sendable>: Sendable {
    private let flights = Mutex<[String: Task<Value, any Error>]>([:])

    /// Does it, or waits for whoever does.
    func join(_ key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let flight = self.flights.withLock { flights in
            if let flight = flights[key] { return flight }
            // SAFETY: unstructured, as those who wait may go away one by one; it ends with its work.
            let flight = Task {
                defer { self.flights.withLock { $0[key] = nil } }
                return try await work()
            }
            flights[key] = flight
            return flight
        }
        return try await flight.value
    }
}
