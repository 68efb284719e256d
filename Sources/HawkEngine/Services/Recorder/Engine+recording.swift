import HawkStore

extension Engine {
    /// Runs a transaction that may record results. Retries if another recorder changed one of the states first.
    func record<Value: Sendable>(
        in database: any Database, _ body: @escaping @Sendable (any Connection) throws -> Value
    ) async throws -> Value {
        var conflicts = 0
        while true {
            do {
                return try await database.write(body)
            } catch StoreError.conflict where conflicts < 10 {
                conflicts += 1
            }
        }
    }
}

extension RecordBatch {
    /// Records the results, if there are any.
    func recordAny(in db: any Connection) throws { if !self.isEmpty { _ = try self.record(in: db) } }
}
