import HawkStore

extension Engine {
    /// The most attempts; more concurrent changes of one row are not expected.
    private static let maxRewrites = 50

    /// Runs a transaction that reads, changes and stores something. Starts over if another caller stored it in between, so that
    /// no stale data overwrites that change.
    func rewrite<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        for _ in 1..<Self.maxRewrites {
            do {
                return try await self.database.write(body)
            } catch StoreError.conflict {
                continue
            }
        }
        return try await self.database.write(body)
    }
}
