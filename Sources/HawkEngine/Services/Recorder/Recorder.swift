package import HawkCore
import HawkStore
import Logging
import ServiceLifecycle
import Synchronization

/// Makes results durable. It collects them for some tens of milliseconds and writes one batch in one transaction, and only then
/// the next. Results that are not in the database within a second are spilled to disk. When the database is available again, all
/// of them are written in order.
package final class Recorder: Service {
    static let maxBatch = 1_000
    private static let maxPause = Duration.seconds(2)
    /// How long the database is still tried at shutdown.
    private static let shutdownTimeout = Duration.seconds(1)

    let engine: Engine
    /// If more results than this wait in memory, runners start no more checks.
    private let capacity: Int
    let spill: Spill?
    /// Results whose table in the database is damaged.
    let held: Spill?
    let ending: EndNotice
    /// How long results may be in memory only.
    private let memoryOnly: Duration
    let buffer = RecordBuffer()
    let trigger = BatchTrigger()
    let meters: RecorderMeters
    private let chains = KnownChains()
    let state = Mutex(State())

    struct State {
        /// Why the last write failed. Nil after a successful batch.
        var trouble: (any Error)?
        /// When the current write began.
        var writingSince: ContinuousClock.Instant?
        /// When attempts to write end. Nil until shutdown begins.
        var end: ContinuousClock.Instant?
        /// When held results are offered again.
        var offerHeldAt = ContinuousClock.now
        /// The number of unreadable files that have been logged.
        var loggedUnreadable = 0
    }

    /// - Parameters:
    ///   - spill: If nil, results that the database does not store stay in memory.
    ///   - held: If nil, nothing is stored while one table is damaged.
    ///   - ending: Signals that the process is about to end. From then on, results are spilled earlier.
    package init(
        _ engine: Engine, spill: Spill? = nil, held: Spill? = nil, capacity: Int = 20_000,
        memoryOnly: Duration = .milliseconds(800), ending: EndNotice = EndNotice()
    ) {
        self.engine = engine
        self.spill = spill
        self.held = held
        self.ending = ending
        self.memoryOnly = memoryOnly
        self.capacity = capacity
        self.meters = RecorderMeters(engine.metrics, waiting: { [buffer] in buffer.count }, spill: spill, held: held)
    }

    /// Whether runners may start checks.
    package var hasRoom: Bool { self.buffer.count < self.capacity }

    /// - Throws: The reason why results, or some of them, cannot be stored at the moment.
    package func requireWriting() throws {
        if let trouble = self.state.withLock({ $0.trouble }) { throw trouble }
        guard self.held?.isEmpty ?? true else { throw Self.damage }
    }

    /// Accepts a result, which becomes durable soon. Never blocks.
    package func submit(_ result: CheckResult) {
        self.buffer.append(result)
        self.trigger.fire()
    }

    /// Accepts a result and waits until it is durable.
    /// - Returns: The result, with its anomaly marks if the database stored it.
    package func record(_ result: CheckResult) async throws -> CheckResult {
        try await withCheckedThrowingContinuation { waiter in
            self.buffer.append(result, waiter: waiter)
            self.trigger.fire()
        }
    }

    package func run() async throws {
        self.trigger.fire()  // for results that an earlier process left on disk
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchAge() }
            // Runners end before their recorder, so their last results are still written.
            await self.trigger.run(onEnd: { self.beginEnd() }) { await self.recordAll() }
            group.cancelAll()
        }
        await self.spillAll()
        self.abandon()
    }

    private func beginEnd() { self.state.withLock { $0.end = $0.end ?? .now + Self.shutdownTimeout } }

    var mustEnd: Bool { self.state.withLock { $0.end.map { $0 < .now } ?? false } }

    /// How long results may be in memory only at this time.
    var maxAgeInMemory: Duration { self.ending.hasBegun ? min(self.memoryOnly, .milliseconds(200)) : self.memoryOnly }

    /// After this time without a response, the database counts as unavailable.
    var silence: Duration { self.memoryOnly * 3 }

    /// Writes all waiting results, oldest first. Retries after failures until all are written or the process must end.
    private func recordAll() async {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                try await self.offerHeld()
                try await self.recordSpilled()
                // Results in memory come after it, in the next process.
                if self.mustEnd, self.spill?.isEmpty == false { return }
                guard let batch = self.buffer.nextForDatabase(Self.maxBatch, unless: { self.spill?.isEmpty == false }) else {
                    // Either no results wait, or they have just been spilled.
                    if self.spill?.isEmpty ?? true { return }
                    continue
                }
                try await self.record(batch)
                pause = .milliseconds(100)
            } catch {
                self.recordFailure(error)
                // This pause prevents a busy loop; a cancelled task skips it, hence the check above.
                if Task.isCancelled || self.mustEnd { return }
                try? await Task.sleep(for: pause)  // the condition above ends it when cancelled
                pause = min(pause * 2, Self.maxPause)
            }
        }
    }

    /// - Throws: The reason why the database did not store the batch. Entries that are not on disk by now wait again.
    private func record(_ batch: [RecordBuffer.Entry]) async throws {
        let division: RecordDivision
        do {
            let results = batch.map(\.payload.result)
            division = try await self.store(results)
            try await self.hold(division, of: results)
        } catch {
            self.buffer.failed()
            throw error
        }
        let first = batch.first?.number ?? 0
        var settled = Dictionary(uniqueKeysWithValues: self.buffer.stored().map { ($0.number - first, $0.payload) })
        for (place, error) in division.refused {
            // Such an entry may be on disk by now, but stays there only as long as the others of its file.
            self.refuse(settled.removeValue(forKey: place) ?? .init(result: batch[place].payload.result, waiter: nil), error)
        }
        for (place, pending) in settled { pending.waiter?.resume(returning: division.stored[place] ?? pending.result) }
        self.settle(Array(settled.values))
        self.recordOutcome(division)
    }

    private func recordSpilled() async throws {
        try await self.spill?.remove(self.buffer.drainSurplus())
        // The next process writes the rest.
        while !self.mustEnd, let batch = try await self.oldest(in: self.spill) {
            let division = try await self.store(batch.results)
            try await self.hold(division, of: batch.results)
            try await self.spill?.remove(batch.files)
            self.refuse(division, of: batch.results)
            self.recordOutcome(division)
        }
    }

    /// Offers held results to the database again, at the start and once a minute: after a repair, they are stored.
    private func offerHeld() async throws {
        guard let held, self.state.withLock({ $0.offerHeldAt <= .now }), !held.isEmpty else { return }
        self.state.withLock { $0.offerHeldAt = .now + Self.offering }
        while !self.mustEnd, let batch = try await self.oldest(in: held) {
            let division: RecordDivision
            do {
                division = try await self.store(batch.results)
            } catch let error as StoreError where error.isDamage {
                return self.engine.troubles.record(.damage, error)
            }
            if division.damaged.count == batch.results.count { return self.engine.troubles.record(.damage, division.damage) }
            try await self.hold(division, of: batch.results)
            try await held.remove(batch.files)
            self.refuse(division, of: batch.results)
            self.recordOutcome(division)
            guard division.damaged.isEmpty else { return }
        }
        if held.isEmpty { self.engine.troubles.end(.damage) }
    }

    /// Stores a batch, as a whole or in parts. The caller handles refused and damaged results.
    /// - Throws: The reason why the database stores nothing. A retry stores parts again, which changes nothing.
    private func store(_ results: [CheckResult]) async throws -> RecordDivision {
        var division = RecordDivision()
        try await self.store(results[...], in: &division)
        return division
    }

    /// A result that can never be stored must not block the others, so bisection isolates it.
    private func store(_ results: ArraySlice<CheckResult>, in division: inout RecordDivision) async throws {
        do {
            let outcome = try await self.write(Array(results))
            division.add(stored: outcome.results, from: results.startIndex)
        } catch let error as StoreError where error.isRefusal || (error.isDamage && self.held != nil) {
            guard results.count > 1 else { return try division.add(error, at: results.startIndex) }
            let middle = results.startIndex + results.count / 2
            try await self.store(results[..<middle], in: &division)
            try await self.store(results[middle...], in: &division)
        }
    }

    /// A batch only depends on its inputs, so the transaction may repeat it.
    private func write(_ results: [CheckResult]) async throws -> RecordBatch.Outcome {
        let started = ContinuousClock.now
        self.state.withLock { $0.writingSince = started }
        defer { self.state.withLock { $0.writingSince = nil } }
        let stripped = self.chains.strip(results)
        let outcome = try await self.engine.record(in: self.engine.database.reserved) { db in
            try RecordBatch(stripped, clock: self.engine.clock.now).record(in: db)
        }
        self.chains.remember(outcome.chains)
        self.meters.wrote(results.count, in: started.duration(to: .now), refused: outcome.refused, ahead: outcome.ahead)
        return outcome
    }
}
