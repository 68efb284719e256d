import HawkBroker
import HawkCore
import HawkStore

extension Engine {
    /// Runs a transaction that may record results. Retries if another recorder changed one of the states first.
    func record<Value: Sendable>(
        in database: any Database, _ body: @escaping @Sendable (any Connection) throws -> (Value, RecordBatch.Outcome)
    ) async throws -> (Value, RecordBatch.Outcome) {
        var conflicts = 0
        while true {
            do {
                return try await database.write(body)
            } catch StoreError.conflict where conflicts < 10 {
                conflicts += 1
            }
        }
    }

    /// Reports the outcome of recorded results to the log, the notifiers and open dashboards.
    func tell(_ outcome: RecordBatch.Outcome) async {
        outcome.log(to: self.logger)
        if outcome.hasAlerts { await self.broker.wake(.alertsPending) }
        await self.broker.publish(outcome.events)
    }
}

extension RecordBatch {
    /// Records the results, if there are any.
    func recordAny(in db: any Connection) throws -> Outcome {
        self.isEmpty ? Outcome(results: []) : try self.record(in: db)
    }
}
