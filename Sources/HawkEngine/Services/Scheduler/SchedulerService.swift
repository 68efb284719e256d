import HawkBroker
import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Knows every active monitor and emits its tasks one second ahead of their slots. Many may run; the one that holds the lease
/// leads.
package struct SchedulerService: Service {
    /// How far ahead of its slot a task is emitted.
    static let ahead = Duration.seconds(1)
    private static let leaseTime = Duration.seconds(5)
    private static let standby = Duration.seconds(1)

    private let engine: Engine
    private let holder: String
    private let meters: SchedulerMeters

    /// - Parameter holder: this process's name in the lease. One that comes back under the same name need not wait for its own lease.
    package init(_ engine: Engine, holder: String) {
        self.engine = engine
        self.holder = holder
        self.meters = SchedulerMeters(engine.metrics)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if let lease = try await self.acquire(emittedThrough: .epoch) {
                        self.engine.logger.notice("This scheduler leads", metadata: ["lease.epoch": "\(lease.epoch)"])
                        try await self.lead(lease)
                    }
                } catch is CancellationError {
                    return
                } catch {
                    self.engine.logger.error("The scheduler will try again", metadata: ["error": "\(error)"])
                }
                self.meters.leads(false)
                try? await Task.sleep(for: Self.standby)  // the loop's condition ends it when cancelled
            }
        }
    }

    /// Emits until the lease is lost.
    private func lead(_ lease: Lease) async throws {
        var reign = Reign(self.engine, lease: lease, meters: self.meters)
        try await reign.load()
        self.meters.leads(true)
        let woken = WakeFlag(self.engine.broker.wakeUps(.monitorsChanged))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await woken.listen() }
            defer { group.cancelAll() }
            var renewal = ContinuousClock.now
            while true {
                try Task.checkCancellation()
                await reign.emit()
                if woken.take() || reign.isPollDue { try await reign.follow() }
                if ContinuousClock.now >= renewal {
                    renewal = .now + .seconds(1)
                    guard try await self.renew(&reign) else { return }
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// - Returns: false when someone else leads now.
    private func renew(_ reign: inout Reign) async throws -> Bool {
        do {
            guard let lease = try await self.acquire(emittedThrough: reign.emittedThrough), lease.epoch == reign.lease.epoch
            else {
                self.engine.logger.notice("Another scheduler leads now")
                return false
            }
            return true
        } catch let error as StoreError {
            // With the database gone the leader goes on: nobody else can take the lease either.
            self.engine.logger.warning("The lease could not be renewed", metadata: ["error": "\(error)"])
            return true
        }
    }

    private func acquire(emittedThrough: Instant) async throws -> Lease? {
        try await self.engine.database.write { [holder] db in
            try LeaseRepository().acquire(
                "scheduler", holder: holder, for: Self.leaseTime, emittedThrough: emittedThrough, in: db)
        }
    }
}
