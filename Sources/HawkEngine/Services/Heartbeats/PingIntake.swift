package import HawkCore
import HawkStore
import Logging
import ServiceLifecycle
import Synchronization

/// Accepts pings. Most jobs end at a full minute, so it collects pings for some tens of milliseconds and writes them in one
/// transaction. It answers each ping after the commit. Meanwhile it reports that pings can be received.
package final class PingIntake: Service {
    private static let maxBatch = 500
    /// How many pings may wait; a ping with a body counts as up to forty.
    private static let capacity = 20_000
    private static let beatInterval = Duration.seconds(1)
    /// How long the intake reports that it cannot receive after database damage prevented the storage of a ping.
    private static let damageMemory = Duration.seconds(10)

    private let engine: Engine
    /// How long a ping may wait for its commit.
    private let timeout: Duration
    /// Keeps one runaway client from filling the database and the shared batches.
    private let limits: RateLimiter
    private let buffer = PingBuffer(capacity: capacity)
    private let trigger = BatchTrigger()
    private let meters: PingMeters
    private let damagedAt = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter timeout: Less than the time that the heartbeat watch waits for pings in flight.
    package init(_ engine: Engine, timeout: Duration = HeartbeatSchedule.settling - .seconds(1)) {
        self.engine = engine
        self.timeout = timeout
        self.limits = RateLimiter(burst: 100, interval: .milliseconds(500), clock: engine.clock)
        self.meters = PingMeters(engine.metrics, waiting: { [buffer] in buffer.count })
    }

    /// Waits until a ping is committed.
    /// - Throws: `notFound` if no monitor has the key, `rateLimited` if the key is used too often, `StoreError.unavailable` if
    ///   the ping could not be stored in time.
    package func receive(_ ping: Ping, for key: PingKey) async throws {
        do {
            try self.limits.consume(key.revealed)
            let pending = PendingPing(PingBatch.Entry(key: key, ping: ping), within: self.timeout)
            guard self.buffer.append(pending) else {
                throw StoreError.unavailable(detail: "too many pings are waiting to be stored")
            }
            self.trigger.fire()
            guard try await pending.value() else { throw OperationError.notFound }
        } catch {
            if error as? OperationError != .notFound { self.meters.refused() }
            throw error
        }
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.beat() }
            // Request handlers end before their intake, so the last pings are still written.
            await self.trigger.run { await self.recordAll() }
            group.cancelAll()
        }
    }

    /// Writes all waiting pings, oldest first, until all are written or expired.
    private func recordAll() async {
        while true {
            let batch = self.buffer.dequeue(Self.maxBatch)
            guard !batch.isEmpty else { return }
            do {
                try await self.record(batch)
                self.engine.troubles.end(.storingPings)
            } catch {
                self.meters.failed()
                self.engine.troubles.record(.storingPings, error)
                // This pause prevents a busy loop; a cancelled task skips it, hence the check above. At the end of the process,
                // pings that are left get one more try after the last request.
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
                try? await Task.sleep(for: .milliseconds(100))  // the condition above ends it when cancelled
            }
        }
    }

    /// - Throws: The reason why the database does not accept the batch now.
    private func record(_ batch: [PendingPing]) async throws {
        let entries = batch.map(\.entry)
        let types = self.engine.monitorTypes
        let started = ContinuousClock.now
        do {
            let known = try await self.engine.record(in: self.engine.database.reserved) { db in
                try PingBatch(entries, types: types).record(in: db)
            }
            self.meters.wrote(known, in: started.duration(to: .now))
            for (ping, isKnown) in zip(batch, known) { ping.settle(.success(isKnown)) }
        } catch let error as StoreError where !error.mayPass && error != .conflict {
            // A ping that can never be stored must not block the others, so bisection isolates it.
            guard batch.count > 1 else { return self.refuse(batch[0], error) }
            self.buffer.restore(Array(batch[(batch.count / 2)...]))
            try await self.record(Array(batch[..<(batch.count / 2)]))
        } catch {
            self.buffer.restore(batch)
            throw error
        }
    }

    /// Whether pings can be received. If database damage prevents the storage of a ping, no heartbeat may count as missed.
    var isReceiving: Bool {
        let damagedAt = self.damagedAt.withLock { $0 }
        return self.buffer.hasRoom && damagedAt.map { $0.duration(to: .now) > Self.damageMemory } ?? true
    }

    private func refuse(_ ping: PendingPing, _ error: StoreError) {
        if error.isDamage {
            self.damagedAt.withLock { $0 = .now }
            self.engine.troubles.record(.damage, error)
        }
        self.engine.logger.error(
            "Dropped ping: the database refuses it",
            metadata: .of(error))
        ping.settle(.failure(error))
    }

    /// Stores once a second that pings can be received, if so. Only then can a heartbeat be missed.
    private func beat() async {
        for await _ in PeriodicLoop(every: Self.beatInterval) where self.isReceiving {
            await self.engine.troubles.track(.intakeHeartbeat) {
                try await self.engine.database.reserved.write { db in try IntakeRepository().beat(in: db) }
            }
        }
    }
}
