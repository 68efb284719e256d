import HawkBroker
package import HawkCore
import HawkStore
import Logging
import ServiceLifecycle
import Synchronization

/// Makes results durable: it gathers for some tens of milliseconds, then writes one batch in one transaction, and only then
/// begins the next. What the database does not have within a second, whatever the database does meanwhile, is brought to the disk,
/// and all of it is written in order when the database is back.
package final class Recorder: Service {
    /// How long results are gathered before a batch is written.
    private static let gathering = Duration.milliseconds(25)
    static let largestBatch = 1_000
    private static let longestPause = Duration.seconds(2)
    /// For how long the database is still tried at the end.
    private static let shutdownTimeout = Duration.seconds(1)

    let engine: Engine
    /// With more than this many results waiting in memory, runners start no more checks.
    private let capacity: Int
    let spill: Spill?
    /// Where results wait whose place in the database is damaged.
    let held: Spill?
    let ending: EndNotice
    /// For how long results are kept in memory alone.
    private let memoryOnly: Duration
    let buffer = RecordBuffer()
    let signal: AsyncStream<Void>.Continuation
    private let signals: AsyncStream<Void>
    let meters: RecorderMeters
    private let chains = KnownChains()
    let state = Mutex(State())

    struct State {
        /// Why nothing could be written just now; nil after a good batch.
        var trouble: (any Error)?
        /// Since when the database works on a batch.
        var writingSince: ContinuousClock.Instant?
        /// When the database is tried no longer; nil until the process is to end.
        var end: ContinuousClock.Instant?
        /// When what the damaged database did not take is offered again.
        var offerHeldAt = ContinuousClock.now
        /// How many unreadable files the log has named.
        var toldUnreadable = 0
    }

    /// - Parameters:
    ///   - spill: nil: what the database does not take stays in memory.
    ///   - held: nil: where one place in the database is damaged, nothing is stored at all.
    ///   - ending: says when the process is about to end: from then on results go to the disk sooner.
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
        (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether runners may go on starting checks.
    package var hasRoom: Bool { self.buffer.count < self.capacity }

    /// - Throws: why results cannot be stored at the moment, or some cannot.
    package func requireWriting() throws {
        if let trouble = self.state.withLock({ $0.trouble }) { throw trouble }
        guard self.held?.isEmpty ?? true else { throw Self.damage }
    }

    /// Takes a result; it becomes durable soon. Never blocks.
    package func submit(_ result: CheckResult) {
        self.buffer.append(result)
        self.signal.yield()
    }

    /// Takes a result and waits until it is durable.
    /// - Returns: the result with the marks that the fold made, where the database has it already.
    package func record(_ result: CheckResult) async throws -> CheckResult {
        try await withCheckedThrowingContinuation { waiter in
            self.buffer.append(result, waiter: waiter)
            self.signal.yield()
        }
    }

    package func run() async throws {
        self.signal.yield()  // for what an earlier process left on the disk
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchAge() }
            // Not by cancellation: a transaction that is cancelled half-way would throw its results away.
            await withGracefulShutdownHandler {
                for await _ in self.signals {
                    try? await Task.sleep(for: Self.gathering)  // a cancelled sleep only gathers less
                    await self.recordAll()
                }
            } onGracefulShutdown: {
                self.beginEnd()
                self.signal.finish()
            }
            // Runners end before their recorder does: what they delivered last is still written.
            self.beginEnd()
            await self.recordAll()
            group.cancelAll()
        }
        await self.spillAll()
        self.abandon()
    }

    private func beginEnd() { self.state.withLock { $0.end = $0.end ?? .now + Self.shutdownTimeout } }

    var mustEnd: Bool { self.state.withLock { $0.end.map { $0 < .now } ?? false } }

    /// For how long results may be in memory alone now.
    var maxAgeInMemory: Duration { self.ending.hasBegun ? min(self.memoryOnly, .milliseconds(200)) : self.memoryOnly }

    /// After this long without an answer the database counts as away.
    var silence: Duration { self.memoryOnly * 3 }

    /// Writes all that waits, oldest first, trying again after failures until it is all written, or the process has to end.
    private func recordAll() async {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                try await self.offerHeld()
                try await self.recordSpilled()
                // What waits in memory has its turn after it, in the next process.
                if self.mustEnd, self.spill?.isEmpty == false { return }
                guard let batch = self.buffer.takeForDatabase(Self.largestBatch, unless: { self.spill?.isEmpty == false }) else {
                    // Either nothing waits, or it was brought to the disk just now.
                    if self.spill?.isEmpty ?? true { return }
                    continue
                }
                try await self.record(batch)
                pause = .milliseconds(100)
            } catch {
                self.note(error)
                // Without the pause, which a cancelled task does not make, this would keep a processor busy.
                if Task.isCancelled || self.mustEnd { return }
                try? await Task.sleep(for: pause)  // the condition above ends it when cancelled
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    /// - Throws: why the database does not take the batch, of which then waits again what is not on the disk meanwhile.
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
            // Brought to the disk meanwhile, it is durable there no longer than the others of its file.
            self.refuse(settled.removeValue(forKey: place) ?? .init(result: batch[place].payload.result, waiter: nil), error)
        }
        for (place, pending) in settled { pending.waiter?.resume(returning: division.stored[place] ?? pending.result) }
        self.settle(Array(settled.values))
        self.noteOutcome(division)
    }

    private func recordSpilled() async throws {
        try await self.spill?.remove(self.buffer.takeSurplus())
        // The next process writes what is left.
        while !self.mustEnd, let batch = try await self.oldest(in: self.spill) {
            let division = try await self.store(batch.results)
            try await self.hold(division, of: batch.results)
            try await self.spill?.remove(batch.files)
            self.refuse(division, of: batch.results)
            self.noteOutcome(division)
        }
    }

    /// Offers what a damaged part of the database did not take again, at the start and once a minute: after a repair it is stored.
    private func offerHeld() async throws {
        guard let held, self.state.withLock({ $0.offerHeldAt <= .now }), !held.isEmpty else { return }
        self.state.withLock { $0.offerHeldAt = .now + Self.offering }
        while !self.mustEnd, let batch = try await self.oldest(in: held) {
            let division: RecordDivision
            do {
                division = try await self.store(batch.results)
            } catch let error as StoreError where error.isDamage {
                return self.engine.troubles.note(.damage, error)
            }
            if division.damaged.count == batch.results.count { return self.engine.troubles.note(.damage, division.damage) }
            try await self.hold(division, of: batch.results)
            try await held.remove(batch.files)
            self.refuse(division, of: batch.results)
            self.noteOutcome(division)
            guard division.damaged.isEmpty else { return }
        }
        if held.isEmpty { self.engine.troubles.end(.damage) }
    }

    /// Stores a batch, as a whole or in parts. What the database refuses, or where it is damaged, is left to the caller.
    /// - Throws: why the database takes nothing. What it took before that is stored again with the next try, which changes nothing.
    private func store(_ results: [CheckResult]) async throws -> RecordDivision {
        var division = RecordDivision()
        try await self.store(results[...], in: &division)
        return division
    }

    /// One result that cannot be stored, whatever it is, must not keep all others waiting: it is found by halving.
    private func store(_ results: ArraySlice<CheckResult>, in division: inout RecordDivision) async throws {
        do {
            let outcome = try await self.write(Array(results))
            division.add(stored: outcome.results, from: results.startIndex)
            await self.engine.tell(outcome)
        } catch let error as StoreError where error.isRefusal || (error.isDamage && self.held != nil) {
            guard results.count > 1 else { return try division.add(error, at: results.startIndex) }
            let middle = results.startIndex + results.count / 2
            try await self.store(results[..<middle], in: &division)
            try await self.store(results[middle...], in: &division)
        }
    }

    /// A batch is pure in its inputs: the transaction may run it again.
    private func write(_ results: [CheckResult]) async throws -> RecordBatch.Outcome {
        let started = ContinuousClock.now
        self.state.withLock { $0.writingSince = started }
        defer { self.state.withLock { $0.writingSince = nil } }
        let news = self.chains.strip(results)
        let (_, outcome) = try await self.engine.record(in: self.engine.database.reserved) { db in
            ((), try RecordBatch(news, clock: self.engine.clock.now).record(in: db))
        }
        self.chains.remember(outcome.chains)
        self.meters.wrote(results.count, in: started.duration(to: .now), refused: outcome.refused, ahead: outcome.ahead)
        return outcome
    }
}
