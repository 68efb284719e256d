import CPostgreSQL

extension PostgreSQLSession {
    /// How many executions are sent before their results are read: enough to hide the network latency, and few enough for the
    /// buffers of both sides.
    private static let batch = 256

    /// Runs one statement `count` times, without waiting for each result.
    ///
    /// - Parameters:
    ///   - values: returns the values of one execution by its number from 0.
    ///   - finished: called with the numbers in order, and how many rows each execution changed.
    /// - Throws: the first failure. The transaction is then void.
    func run(
        _ text: String, times count: Int, values: (Int) throws -> [SQLValue], finished: (Int, Int) -> Void
    ) throws {
        let name = try self.prepared(text)
        guard PQenterPipelineMode(self.raw) == 1 else { throw self.failure() }
        // Refused only while results are unread, and the session is then lost.
        defer { PQexitPipelineMode(self.raw) }
        var parameters = PostgreSQLParameters()
        for start in stride(from: 0, to: count, by: Self.batch) {
            var refusal: (any Error)?
            self.expectAnswer()
            for number in start..<min(start + Self.batch, count) {
                do {
                    try parameters.set(values(number))
                    guard self.send(name, parameters) else { throw self.failure() }
                } catch {
                    refusal = error  // the results of sent executions are read first, so that the session stays synchronized
                    break
                }
            }
            guard PQpipelineSync(self.raw) == 1 else { throw self.failure() }
            try self.drain(from: start, finished)
            if let refusal { throw refusal }
        }
    }

    /// Reads the results up to the synchronization point.
    private func drain(from start: Int, _ finished: (Int, Int) -> Void) throws {
        var number = start
        var failure: PostgreSQLFailure?
        var wasEnd = false
        while true {
            try self.awaitResult()
            guard let raw = PQgetResult(self.raw) else {
                // One null ends each execution's results. Two in a row mean that no result follows.
                guard !wasEnd else { throw failure ?? self.failure() }
                wasEnd = true
                continue
            }
            wasEnd = false
            let result = PostgreSQLResult(raw)
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                return
            case PGRES_PIPELINE_ABORTED: break
            default:
                if let found = self.failure(in: result) {
                    failure = failure ?? found
                } else {
                    finished(number, result.changed)
                }
            }
            number += 1
        }
    }
}
