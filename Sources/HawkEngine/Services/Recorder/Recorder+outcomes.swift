import HawkBroker
import HawkCore
import HawkStore
import Logging
import Synchronization

/// What is told of results, and of those that could not be stored.
extension Recorder {
    static let damage = StoreError.corrupt(detail: "results are kept on disk because their table in the database is damaged")

    /// How often what is held is offered to the database again.
    static let offering = Duration.minutes(1)

    /// These results are durable: their tasks are done with.
    func settle(_ pending: [RecordBuffer.Pending]) {
        self.engine.broker.settle(pending.compactMap(\.result.receipt))
    }

    func note(_ error: any Error) {
        self.meters.failed()
        self.state.withLock { $0.trouble = error }
        self.engine.troubles.note(.storing, error)
        if (error as? StoreError)?.isDamage == true { self.engine.troubles.note(.damage, error) }
    }

    /// The database took something. Where it did not, what was known of it holds on: a refusal is no success.
    func noteOutcome(_ division: RecordDivision) {
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

    /// Keeps results on the disk whose place in the database is damaged, so that all others can be stored.
    /// - Throws: where the disk does not take them.
    func hold(_ division: RecordDivision, of results: [CheckResult]) async throws {
        guard let damage = division.damage else { return }
        guard let held, held.hasRoom else { throw damage }
        // The first are offered again after a while, not at once.
        if held.isEmpty { self.state.withLock { $0.offerHeldAt = .now + Self.offering } }
        _ = try await held.append(division.damaged.map { results[$0] })
        self.meters.held(division.damaged.count)
        self.engine.troubles.note(.damage, damage)
    }

    func abandon() {
        let lost = self.buffer.takeAll()
        guard !lost.isEmpty else { return }
        for entry in lost { entry.payload.waiter?.resume(throwing: CancellationError()) }
        self.engine.logger.error(
            "Lost check results at shutdown: they could be stored neither in the database nor on disk",
            metadata: ["results.count": "\(lost.count)"])
    }
}
