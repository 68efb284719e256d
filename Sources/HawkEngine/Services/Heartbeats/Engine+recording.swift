import HawkBroker
import HawkCore
import HawkStore

extension RecordBatch {
    /// Records the results, where there are any.
    func recordAny(in db: any Connection) throws -> Outcome {
        self.isEmpty ? Outcome(results: []) : try self.record(in: db)
    }
}

extension Engine {
    /// Runs a transaction that records results among other things, anew where a recorder was first with one of the states, and
    /// tells what came of them.
    func record<Value: Sendable>(
        in database: any Database, _ body: @escaping @Sendable (any Connection) throws -> (Value, RecordBatch.Outcome)
    ) async throws -> Value {
        var conflicts = 0
        while true {
            do {
                let (value, outcome) = try await database.write(body)
                if outcome.hasAlerts { await self.broker.wake(.alertsPending) }
                await self.broker.publish(outcome.events)
                return value
            } catch StoreError.conflict where conflicts < 10 {
                conflicts += 1
            }
        }
    }
}
