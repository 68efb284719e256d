import HawkBroker
package import HawkCore
import HawkStore
import Logging
import ServiceLifecycle
import Synchronization

/// Makes results durable: it gathers for some tens of milliseconds, then writes one batch in one transaction, and only then
/// begins the next. While the database is away it keeps what it has, spills it to the disk beyond a bound, and writes all of it
/// in order when the database is back.
package final class Recorder: Service {
    /// How long results are gathered before a batch is written.
    private static let gathering = Duration.milliseconds(25)
    private static let largestBatch = 1_000
    private static let longestPause = Duration.seconds(2)
    /// For how long the database is still tried at the end.
    private static let patienceAtShutdown = Duration.seconds(2)

    private let engine: Engine
    /// With more than this many results waiting in memory, runners start no more checks.
    private let capacity: Int
    private let spill: Spill?
    /// For how long results are kept in memory alone while the database does not take them.
    private let memoryOnly: Duration
    private let buffer: RecordBuffer
    private let signal: AsyncStream<Void>.Continuation
    private let signals: AsyncStream<Void>
    private let meters: RecorderMeters
    private let chains = KnownChains()
    /// Why nothing could be written just now, and since when; nil after a good batch.
    private let trouble = Mutex<(error: any Error, since: ContinuousClock.Instant)?>(nil)
    /// When the database is tried no longer; nil until the process is to end.
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter spill: nil: what the database does not take stays in memory.
    package init(_ engine: Engine, spill: Spill? = nil, capacity: Int = 20_000, memoryOnly: Duration = .seconds(1)) {
        self.engine = engine
        self.spill = spill
        self.memoryOnly = memoryOnly
        self.capacity = capacity
        let buffer = RecordBuffer()
        self.buffer = buffer
        self.meters = RecorderMeters(engine.metrics, waiting: { buffer.count }, spilledBytes: { spill?.bytes ?? 0 })
        (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether runners may go on starting checks.
    package var hasRoom: Bool { self.buffer.count < self.capacity }

    /// - Throws: why results cannot be stored at the moment.
    package func requireWriting() throws {
        if let trouble = self.trouble.withLock({ $0 }) { throw trouble.error }
    }

    /// Takes a result; it becomes durable soon. Never blocks.
    package func submit(_ result: CheckResult) {
        self.buffer.append(.init(result: result, waiter: nil))
        self.signal.yield()
    }

    /// Takes a result and waits until it is durable.
    /// - Returns: the result with the marks that the fold made, where the database has it already.
    package func record(_ result: CheckResult) async throws -> CheckResult {
        try await withCheckedThrowingContinuation { waiter in
            self.buffer.append(.init(result: result, waiter: waiter))
            self.signal.yield()
        }
    }

    package func run() async throws {
        self.signal.yield()  // for what an earlier process left on the disk
        // Not by cancellation: a transaction that is cancelled half-way would throw its results away.
        await withGracefulShutdownHandler {
            for await _ in self.signals {
                try? await Task.sleep(for: Self.gathering)  // a cancelled sleep only gathers less
                await self.recordAll()
            }
        } onGracefulShutdown: {
            self.end.withLock { $0 = .now + Self.patienceAtShutdown }
            self.signal.finish()
        }
        // Runners end before their recorder does: what they delivered last is still written.
        self.end.withLock { $0 = $0 ?? .now + Self.patienceAtShutdown }
        await self.recordAll()
        await self.spillAll()
        self.abandon()
    }

    /// Writes all that waits, oldest first, trying again after failures until it is all written, or the process has to end.
    private func recordAll() async {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                try await self.recordSpilled()
                // What waits in memory has its turn after it, in the next process.
                if self.mustEnd, self.spill?.isEmpty == false { return }
                let batch = self.buffer.take(Self.largestBatch)
                guard !batch.isEmpty else { return }
                try await self.record(batch)
                self.noteSuccess()
                pause = .milliseconds(100)
            } catch {
                self.note(error)
                if self.isLasting { await self.spillAll() }
                // Without the pause, which a cancelled task does not make, this would keep a processor busy.
                if Task.isCancelled || self.mustEnd { return }
                try? await Task.sleep(for: pause)  // the condition above ends it when cancelled
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    private var mustEnd: Bool { self.end.withLock { $0.map { $0 < .now } ?? false } }

    /// - Throws: why the database does not take the batch, which then waits again.
    private func record(_ batch: [RecordBuffer.Entry]) async throws {
        do {
            let outcome = try await self.write(batch.map(\.result))
            self.settle(batch, as: outcome.results)
            await self.engine.tell(outcome)
        } catch let error as StoreError where error.isRefusal {
            // One result that cannot be stored, whatever it is, must not keep all others waiting: it is found by halving.
            guard batch.count > 1 else { return self.refuse(batch, error) }
            self.buffer.restore(Array(batch[(batch.count / 2)...]))
            try await self.record(Array(batch[..<(batch.count / 2)]))
        } catch {
            self.buffer.restore(batch)
            throw error
        }
    }

    private func recordSpilled() async throws {
        var spilledAt = ContinuousClock.now
        // The next process writes what is left.
        while !self.mustEnd, let batch = try await self.spill?.oldest(Self.largestBatch) {
            do {
                await self.engine.tell(try await self.write(batch.results))
            } catch let error as StoreError where error.isRefusal {
                for result in batch.results { try await self.recordAlone(result) }
            }
            try await self.spill?.remove(batch)
            self.noteSuccess()
            // What has come meanwhile has its turn after all that lies on the disk: until then it must not be lost with this process.
            guard spilledAt.duration(to: .now) >= self.memoryOnly else { continue }
            await self.spillAll()
            spilledAt = .now
        }
    }

    private func recordAlone(_ result: CheckResult) async throws {
        do {
            await self.engine.tell(try await self.write([result]))
        } catch let error as StoreError where error.isRefusal {
            self.refuse([.init(result: result, waiter: nil)], error)
        }
    }

    /// A batch is pure in its inputs: the transaction may run it again.
    private func write(_ results: [CheckResult]) async throws -> RecordBatch.Outcome {
        let started = ContinuousClock.now
        let news = self.chains.strip(results)
        let (_, outcome) = try await self.engine.record(in: self.engine.database.reserved) { db in
            ((), try RecordBatch(news).record(in: db))
        }
        self.chains.remember(outcome.chains)
        self.meters.wrote(results.count, in: started.duration(to: .now), refused: outcome.refused)
        return outcome
    }

    /// These results are durable: whoever waits is told, and their tasks are done with.
    private func settle(_ batch: [RecordBuffer.Entry], as results: [CheckResult]) {
        for (entry, result) in zip(batch, results) { entry.waiter?.resume(returning: result) }
        self.engine.broker.settle(batch.compactMap(\.result.receipt))
    }
}

extension Recorder {
    /// Whether the database has been away for so long, or so much waits, that memory alone is not good enough.
    private var isLasting: Bool {
        let since = self.trouble.withLock { $0?.since }
        return self.buffer.count >= Self.largestBatch || since.map { $0.duration(to: .now) >= self.memoryOnly } ?? false
    }

    /// Brings everything that waits to the disk.
    private func spillAll() async {
        guard let spill = self.spill else { return }
        while spill.hasRoom {
            let batch = self.buffer.take(Self.largestBatch)
            guard !batch.isEmpty else { return }
            do {
                try await spill.append(batch.map(\.result))
                self.meters.spilled(batch.count)
                self.engine.troubles.end(.spilling)
                self.settle(batch, as: batch.map(\.result))
            } catch {
                self.buffer.restore(batch)
                return self.engine.troubles.note(.spilling, error)
            }
        }
    }

    private func note(_ error: any Error) {
        self.meters.failed()
        self.trouble.withLock { $0 = (error, $0?.since ?? .now) }
        self.engine.troubles.note(.storing, error)
    }

    private func noteSuccess() {
        self.trouble.withLock { $0 = nil }
        self.engine.troubles.end(.storing)
    }

    private func refuse(_ batch: [RecordBuffer.Entry], _ error: StoreError) {
        self.meters.dropped(batch.count)
        for entry in batch {
            entry.waiter?.resume(throwing: error)
            self.engine.logger.error(
                "A result was dropped: the database refuses it",
                metadata: .of(error, ["monitor.id": "\(entry.result.monitor)", "check.id": "\(entry.result.checkID)"]))
        }
        self.engine.broker.settle(batch.compactMap(\.result.receipt))
    }

    private func abandon() {
        let lost = self.buffer.take(.max)
        guard !lost.isEmpty else { return }
        for entry in lost { entry.waiter?.resume(throwing: CancellationError()) }
        self.engine.logger.error(
            "Results were lost at shutdown, since neither the database nor the disk took them",
            metadata: ["results.count": "\(lost.count)"])
    }
}

extension StoreError {
    /// Whether the same statement would be refused again: the fault lies in what was to be stored.
    fileprivate var isRefusal: Bool {
        switch self {
        case .constraint, .unique, .invalid, .corrupt: true
        case .conflict, .unavailable, .disk, .unusable, .commitUnknown: false
        }
    }
}
