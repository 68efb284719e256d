import HawkStore

extension Engine {
    /// More than so many changes of one thing do not overtake another.
    private static let maxRewrites = 50

    /// Runs a transaction that reads something, changes it and stores it, from the beginning again where someone else has stored it in
    /// between: nothing that the other changed is overwritten with what was read before.
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
