import HawkBroker
import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Emits the tasks of all active monitors one second before their slots. Several schedulers may run; the one that holds the lease
/// leads.
package struct SchedulerService: Service {
    /// How long before its slot a task is emitted.
    static let ahead = Duration.seconds(1)
    private static let leaseTime = Duration.seconds(5)
    private static let standby = Duration.seconds(1)
    private static let renewal = Duration.seconds(1)
    private static let pollInterval = Duration.seconds(1)
    /// The interval of the emitting loop.
    private static let beat = Duration.milliseconds(50)

    private let engine: Engine
    private let holder: String
    private let meters: SchedulerMeters

    /// - Parameter holder: This process's name in the lease. A restart under the same name need not wait for its own lease.
    package init(_ engine: Engine, holder: String) {
        self.engine = engine
        self.holder = holder
        self.meters = SchedulerMeters(engine.metrics)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var databaseWasAway = false
            for await _ in PeriodicLoop(every: Self.standby) {
                let succeeded = await self.engine.troubles.track(.leading) {
                    if databaseWasAway { try await self.yieldLeadership() }
                    if let lease = try await self.acquire(emittedThrough: .epoch) {
                        self.engine.troubles.end(.leading)
                        self.engine.logger.notice("This scheduler is now the leader", metadata: ["lease.epoch": "\(lease.epoch)"])
                        try await self.lead(lease)
                    }
                }
                databaseWasAway = !succeeded
                self.meters.leads(false)
            }
        }
    }

    /// Waits before it acquires the lease. A leader that emitted while the database was unavailable renews its expired lease as
    /// soon as it can. Taking the lease first would only cause a gap.
    private func yieldLeadership() async throws {
        _ = try await self.engine.database.read { db in try db.now() }
        try await Task.sleep(for: Self.leaseTime)
    }

    /// Emits until the lease is lost. Database queries run beside the emitting loop, so that every slot is emitted in time even
    /// if the database is slow or unavailable.
    private func lead(_ lease: Lease) async throws {
        let setbacks = try await self.engine.database.read { db in try ClockSetbackRepository().all(in: db) }
        self.meters.clockSetbacks(setbacks)
        var term = LeadershipTerm(self.engine, lease: lease, shift: setbacks.count, meters: self.meters)
        let inbox = TermInbox(emittedThrough: term.emittedThrough)
        let (wakeUps, signal) = (self.engine.broker.wakeUps(.monitorsChanged), WakeSignal())
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Renewed from the start, because reading all monitors may take longer than the lease lasts.
                group.addTask { await self.renew(lease, inbox) }
                group.addTask { await self.announce(lease, inbox) }
                var feed = MonitorFeed(self.engine.database, encodes: self.engine.broker.sendsBytes)
                term.apply(try await feed.read())
                self.meters.leads(true)
                group.addTask { await signal.follow(wakeUps, every: Self.pollInterval) }
                group.addTask { await MonitoringGapWatch(self.engine).run() }
                group.addTask { await HeartbeatWatch(self.engine).run() }
                group.addTask { [feed] in await self.follow(feed, signal, inbox) }
                for await _ in PeriodicLoop(every: Self.beat) {
                    if inbox.hasEnded { break }
                    for changeSet in inbox.drain() { term.apply(changeSet) }
                    await term.emit()
                    inbox.record(emittedThrough: term.emittedThrough)
                }
                // Set before the group ends: its database queries may hang.
                self.meters.leads(false)
                group.cancelAll()
            }
        } catch {
            self.meters.leads(false)
            await self.handOver(term.emittedThrough)
            throw error
        }
        if Task.isCancelled { await self.handOver(term.emittedThrough) }
    }

    /// Reads changes at a wake-up, and every second in case a wake-up was lost.
    private func follow(_ feed: MonitorFeed, _ signal: WakeSignal, _ inbox: TermInbox) async {
        var feed = feed
        for await _ in signal.signals {
            await self.engine.troubles.track(.following) { inbox.put(try await feed.read()) }
            // Changes that come together are read together. If cancelled, the loop ends.
            try? await Task.sleep(for: Self.beat)
        }
    }

    /// Renews the lease each second, and ends the term if another scheduler leads.
    private func renew(_ lease: Lease, _ inbox: TermInbox) async {
        for await _ in PeriodicLoop(every: Self.renewal) {
            if inbox.hasEnded { return }
            // Without the database, the leader continues: no other can acquire the lease. If one can, it announces itself.
            await self.engine.troubles.track(.renewing) {
                let renewed = try await self.acquire(emittedThrough: inbox.emittedThrough)
                guard renewed?.epoch != lease.epoch else { return }
                self.engine.logger.notice("This scheduler lost the lease, or restarts its term")
                inbox.end()
            }
        }
    }

    /// Ends the term if another process announces that it leads. A leader that is cut off only from the database learns of its
    /// successor here.
    private func announce(_ lease: Lease, _ inbox: TermInbox) async {
        for await _ in PeriodicLoop(every: Self.renewal) {
            if inbox.hasEnded { return }
            await self.engine.troubles.track(.announcing) {
                if try await self.engine.broker.leads(lease.epoch) { return }
                self.engine.logger.notice("Another scheduler is now the leader", metadata: ["lease.epoch": "\(lease.epoch)"])
                inbox.end()
            }
        }
    }

    /// Releases the lease with the progress of this term, so that a successor can start at once.
    private func handOver(_ emittedThrough: Instant) async {
        do {
            // The cancellation that led here does not interrupt a write.
            _ = try await self.acquire(emittedThrough: emittedThrough)
            try await self.engine.database.write { [holder] db in
                try LeaseRepository().release("scheduler", holder: holder, in: db)
            }
        } catch {
            self.engine.logger.warning("Failed to release the scheduler lease; it will expire", metadata: .of(error))
        }
    }

    private func acquire(emittedThrough: Instant) async throws -> Lease? {
        let setbacks = ClockSetbacks(self.engine)
        return try await self.engine.database.write { [holder] db in
            let leases = LeaseRepository()
            let lease = try leases.acquire(
                "scheduler", holder: holder, for: Self.leaseTime, emittedThrough: emittedThrough, in: db)
            guard let lease, let lead = try setbacks.lead(of: lease, in: db) else { return lease }
            try setbacks.settle(emittedThrough: lease.emittedThrough, in: db)
            db.afterCommit(
                .log(
                    .critical, "The clock was ahead and has been set back; results measured with it are not counted",
                    ["clock.setback_seconds": "\(lead.seconds)"]))
            return try leases.restart("scheduler", for: Self.leaseTime, at: db.now(), in: db)
        }
    }
}
