import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Removes data older than the retention: raw results, evidence, alerts, revoked items, remains of deleted monitors, and expired
/// items. Its batches are so small that the recorder hardly waits.
package struct JanitorService: Service {
    private static let interval = Duration.minutes(10)
    /// Rows per slice; one takes the writer well under 50 ms.
    package static let slice = 1_000
    /// If more time than this passed since the last round, the clock may be wrong. Removed data cannot be restored.
    private static let farAhead = Duration.days(1)
    /// How long such a clock must persist before it is trusted.
    private static let trial = Duration.hours(1)
    /// The pause between slices, so that the recorder comes first.
    private static let pause = Duration.milliseconds(50)

    private let engine: Engine
    private let holder: String

    /// - Parameter holder: This process's name in the lease, which lets only one janitor run.
    package init(_ engine: Engine, holder: String) {
        self.engine = engine
        self.holder = holder
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var doubtedSince: ContinuousClock.Instant?
            for await _ in PeriodicLoop(every: Self.interval) {
                await self.engine.troubles.track(.retention) {
                    switch try await self.round(afterDoubting: doubtedSince.map { $0.duration(to: .now) }) {
                    case .others: break
                    case .ours:
                        doubtedSince = nil
                        try await self.clean()
                    case .doubtful(let jump):
                        if doubtedSince == nil { self.logDoubt(jump) }
                        doubtedSince = doubtedSince ?? .now
                    }
                }
            }
        }
    }

    enum Round: Equatable {
        case others, ours
        /// This much time seems to have passed since the last round.
        case doubtful(Duration)
    }

    /// Returns whether this process must clean now. The lease stores the time of the last round.
    /// - Parameter doubt: How long the clock has been doubted. Nil if it is not.
    func round(afterDoubting doubt: Duration?) async throws -> Round {
        try await self.engine.database.write { [holder] db in
            let leases = LeaseRepository()
            let lease = try leases.acquire("janitor", holder: holder, for: Self.interval * 2, emittedThrough: .epoch, in: db)
            guard let lease else { return .others }
            let now = try db.now()
            let passed = now - lease.emittedThrough
            let isFirst = lease.emittedThrough == .epoch
            if !isFirst, passed > Self.farAhead, doubt ?? .zero < Self.trial { return .doubtful(passed) }
            // Restarts the lease's time, because the clock may have been set back.
            _ = try leases.restart("janitor", for: Self.interval * 2, at: now, in: db)
            return .ours
        }
    }

    private func logDoubt(_ jump: Duration) {
        self.engine.logger.warning(
            "More than a day has passed since the last retention run; nothing is removed for an hour, in case the clock is wrong",
            metadata: ["clock.jump_seconds": "\(jump.seconds)"])
    }

    /// Removes everything that is due, after it has created the partitions for new results.
    package func clean() async throws {
        try await self.engine.database.write { db in try ResultPartitions().prepare(around: db.now(), in: db) }
        let retention = Duration.days(Int64(self.engine.installation.retentionDays))
        let results = try await self.slices { monitor, db in
            try ResultRepository().removeSlice(before: db.now() - retention, from: monitor, limit: Self.slice, in: db)
        }
        let evidence = try await self.slices { monitor, db in
            try EvidenceRepository().removeSlice(before: db.now() - retention, from: monitor, limit: Self.slice, in: db)
        }
        let rollups = try await self.forget(deletedFor: retention)
        try await self.engine.database.write { db in try RunnerRepository().forget(before: db.now() - .days(1), in: db) }
        var counts = ["results": results, "evidence": evidence, "rollups": rollups]
        for kind in RetentionRepository.Kind.allCases { counts[kind.rawValue] = try await self.remove(kind, after: retention) }
        guard counts.contains(where: { $0.value > 0 }) else { return }
        self.engine.logger.info(
            "Removed expired history",
            metadata: Logger.Metadata(uniqueKeysWithValues: counts.map { ("\($0.key).count", "\($0.value)") }))
    }

    /// - Returns: The number of removed rows.
    private func remove(_ kind: RetentionRepository.Kind, after retention: Duration) async throws -> Int {
        let age: Duration =
            switch kind {
            case .sessions, .mailedLinks: .zero
            case .idempotencyKeys: IdempotencyOperations.lifetime
            case .deliveries, .alertEvents, .tokens, .invitations: retention
            }
        var total = 0
        while true {
            let removed = try await self.engine.database.write { db in
                try RetentionRepository().removeBatch(kind, before: db.now() - age, limit: Self.slice, in: db)
            }
            total += removed
            guard removed == Self.slice else { return total }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: The number of removed rollups of deleted monitors.
    private func forget(deletedFor retention: Duration) async throws -> Int {
        var total = 0
        while true {
            let removed = try await self.engine.database.write { db in
                try MonitorRepository().forgetSlice(deletedBefore: db.now() - retention, limit: Self.slice, in: db)
            }
            guard let removed else { return total }
            total += removed
            try await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: The number of removed rows.
    private func slices(
        _ remove: @escaping @Sendable (ID<Monitor>, any Connection) throws -> HistorySlice
    ) async throws -> Int {
        var total = 0
        var monitor: ID<Monitor>? = ID(0)
        while let next = monitor {
            let slice = try await self.engine.database.write { db in try remove(next, db) }
            total += slice.removed
            monitor = slice.next
            if slice.removed > 0 { try await Task.sleep(for: Self.pause) }
        }
        return total
    }
}
