import HawkBroker
import HawkCore
import HawkStore

extension Engine {
    /// Runs a transaction that records results, maybe among other things, anew where another recorder was first with one of the states.
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

    /// Tells of what came of recorded results: the log, those who alert people, and those who look.
    func tell(_ outcome: RecordBatch.Outcome) async {
        outcome.log(to: self.logger)
        if outcome.hasAlerts { await self.broker.wake(.alertsPending) }
        await self.broker.publish(outcome.events)
    }
}

extension RecordBatch {
    /// Records the results, where there are any.
    func recordAny(in db: any Connection) throws -> Outcome {
        self.isEmpty ? Outcome(results: []) : try self.record(in: db)
    }
}
