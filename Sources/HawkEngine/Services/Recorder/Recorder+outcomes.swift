import HawkBroker
import HawkCore
import HawkStore
import Logging
import Synchronization

/// Reports the outcome of results, including those that could not be stored.
extension Recorder {
    static let damage = StoreError.corrupt(detail: "results are kept on disk because their table in the database is damaged")

    /// How often held results are offered to the database again.
    static let offering = Duration.minutes(1)

    /// Acknowledges the tasks of these results, which are durable.
    func settle(_ pending: [RecordBuffer.Pending]) {
        self.engine.broker.settle(pending.compactMap(\.result.receipt))
    }

    func recordFailure(_ error: any Error) {
        self.meters.failed()
        self.state.withLock { $0.trouble = error }
        self.engine.troubles.record(.storing, error)
        if (error as? StoreError)?.isDamage == true { self.engine.troubles.record(.damage, error) }
    }

    /// Records a success if the database stored something. Otherwise the last known state stays: a refusal is no success.
    func recordOutcome(_ division: RecordDivision) {
        guard !division.stored.isEmpty else { return }
        self.state.withLock { $0.trouble = nil }
        self.engine.troubles.end(.storing)
        if self.held?.isEmpty ?? true { self.engine.troubles.end(.damage) }
    }

    func refuse(_ pending: RecordBuffer.Pending, _ error: StoreError) {
        pending.waiter?.resume(throwing: error)
        self.settle([pending])
        self.meters.dropped(1)
        self.engine.logger.error(
            "Dropped check result: the database refuses it",
            metadata: .of(error, ["monitor.id": "\(pending.result.monitor)", "check.id": "\(pending.result.checkID)"]))
    }

    func refuse(_ division: RecordDivision, of results: [CheckResult]) {
        for (place, error) in division.refused.sorted(by: { $0.key < $1.key }) {
            self.refuse(.init(result: results[place], waiter: nil), error)
        }
    }

    /// Keeps results on disk whose table is damaged, so that all others can be stored.
    /// - Throws: If the disk does not accept them.
    func hold(_ division: RecordDivision, of results: [CheckResult]) async throws {
        guard let damage = division.damage else { return }
        guard let held, held.hasRoom else { throw damage }
        // The first held results are offered again after a while, not immediately.
        if held.isEmpty { self.state.withLock { $0.offerHeldAt = .now + Self.offering } }
        _ = try await held.append(division.damaged.map { results[$0] })
        self.meters.held(division.damaged.count)
        self.engine.troubles.record(.damage, damage)
    }

    func abandon() {
        let lost = self.buffer.drain()
        guard !lost.isEmpty else { return }
        for entry in lost { entry.payload.waiter?.resume(throwing: CancellationError()) }
        self.engine.logger.error(
            "Lost check results at shutdown: they could be stored neither in the database nor on disk",
            metadata: ["results.count": "\(lost.count)"])
    }
}
