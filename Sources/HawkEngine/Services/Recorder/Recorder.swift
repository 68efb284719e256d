import HawkBroker
package import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Makes results durable: it gathers for some tens of milliseconds, then writes one batch in one transaction, and only then
/// begins the next. While the database is away it keeps what it has and tries again; nothing is dropped.
package final class Recorder: Service {
    /// How long results are gathered before a batch is written.
    private static let gathering = Duration.milliseconds(25)
    private static let largestBatch = 1_000
    private static let patienceAtShutdown = Duration.seconds(3)

    private let engine: Engine
    /// With more than this many results waiting, runners start no more checks.
    private let capacity: Int
    private let buffer: RecordBuffer
    private let signal: AsyncStream<Void>.Continuation
    private let signals: AsyncStream<Void>
    private let meters: RecorderMeters

    package init(_ engine: Engine, capacity: Int = 20_000) {
        self.engine = engine
        self.capacity = capacity
        let buffer = RecordBuffer()
        self.buffer = buffer
        self.meters = RecorderMeters(engine.metrics) { buffer.count }
        (self.signals, self.signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether runners may go on starting checks.
    package var hasRoom: Bool { self.buffer.count < self.capacity }

    /// Takes a result; it becomes durable soon. Never blocks.
    package func submit(_ result: CheckResult) {
        self.buffer.append(.init(result: result, waiter: nil))
        self.signal.yield()
    }

    /// Takes a result and waits until it is durable.
    /// - Returns: the result with the marks that the fold made.
    package func record(_ result: CheckResult) async throws -> CheckResult {
        try await withCheckedThrowingContinuation { waiter in
            self.buffer.append(.init(result: result, waiter: waiter))
            self.signal.yield()
        }
    }

    package func run() async throws {
        // Not by cancellation: a transaction that is cancelled half-way would throw its results away.
        await withGracefulShutdownHandler {
            for await _ in self.signals {
                try? await Task.sleep(for: Self.gathering)  // a cancelled sleep only gathers less
                await self.recordAll(until: nil)
            }
        } onGracefulShutdown: {
            self.signal.finish()
        }
        // Runners end before their recorder does: what they delivered last is still written.
        await self.recordAll(until: .now + Self.patienceAtShutdown)
        self.abandon()
    }

    /// Writes all that waits, trying again after failures, until `deadline` where there is one.
    private func recordAll(until deadline: ContinuousClock.Instant?) async {
        var pause = Duration.milliseconds(100)
        while true {
            let batch = self.buffer.take(Self.largestBatch)
            guard !batch.isEmpty else { return }
            let started = ContinuousClock.now
            do {
                let outcome = try await self.write(batch.map(\.result))
                self.meters.wrote(batch.count, in: started.duration(to: .now), refused: outcome.refused)
                for (entry, result) in zip(batch, outcome.results) { entry.waiter?.resume(returning: result) }
                await self.tell(outcome)
                pause = .milliseconds(100)
            } catch {
                self.meters.failed()
                self.engine.logger.error(
                    "Results could not be stored; they are kept and tried again", metadata: ["error": "\(error)"])
                self.buffer.restore(batch)
                if let deadline, deadline < .now { return }
                try? await Task.sleep(for: pause)  // a cancelled sleep only tries sooner
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    /// A batch is pure in its inputs: the transaction may run it again.
    private func write(_ results: [CheckResult]) async throws -> RecordBatch.Outcome {
        var conflicts = 0
        while true {
            do {
                return try await self.engine.database.reserved.write { db in try RecordBatch(results).record(in: db) }
            } catch StoreError.conflict where conflicts < 10 {
                conflicts += 1  // another recorder was first with one of the states: read them anew
            }
        }
    }

    private func tell(_ outcome: RecordBatch.Outcome) async {
        if outcome.hasAlerts { await self.engine.broker.wake(.alertsPending) }
        await self.engine.broker.publish(outcome.events)
    }

    private func abandon() {
        let lost = self.buffer.take(.max)
        guard !lost.isEmpty else { return }
        for entry in lost { entry.waiter?.resume(throwing: CancellationError()) }
        self.engine.logger.error(
            "Results were lost at shutdown, since the database did not answer", metadata: ["results.count": "\(lost.count)"])
    }
}
