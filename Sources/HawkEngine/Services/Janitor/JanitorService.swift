import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Removes raw results, their evidence, alerts and what was revoked after the installation's retention, what is left of monitors
/// deleted so long ago, and what has expired, in batches so small that the recorder hardly waits.
package struct JanitorService: Service {
    private static let interval = Duration.minutes(10)
    /// Rows a slice: what takes the writer well under 50 ms.
    package static let slice = 1_000
    /// Where more time than this has passed since the last round, the clock may be wrong: what it would remove cannot be brought back.
    private static let farAhead = Duration.days(1)
    /// For how long such a clock must stay.
    private static let trial = Duration.hours(1)
    /// Between slices, so that the recorder comes first.
    private static let pause = Duration.milliseconds(50)

    private let engine: Engine
    private let holder: String

    /// - Parameter holder: this process's name in the lease that keeps two janitors from cleaning at once.
    package init(_ engine: Engine, holder: String) {
        self.engine = engine
        self.holder = holder
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var doubtedSince: ContinuousClock.Instant?
            while !Task.isCancelled {
                do {
                    switch try await self.round(afterDoubting: doubtedSince.map { $0.duration(to: .now) }) {
                    case .others: break
                    case .ours:
                        doubtedSince = nil
                        try await self.clean()
                    case .doubtful(let jump):
                        if doubtedSince == nil { self.noteDoubt(jump) }
                        doubtedSince = doubtedSince ?? .now
                    }
                } catch is CancellationError {
                    return
                } catch {
                    self.engine.logger.error("Retention failed; it will be retried", metadata: .of(error))
                }
                try? await Task.sleep(for: Self.interval)  // the loop's condition ends it when cancelled
            }
        }
    }

    enum Round: Equatable {
        case others, ours
        /// So much time seems to have passed since the last round.
        case doubtful(Duration)
    }

    /// Whether this process is to remove something now. The lease holds when that was done last.
    /// - Parameter doubt: how long the clock has been doubted; nil: it was not.
    func round(afterDoubting doubt: Duration?) async throws -> Round {
        try await self.engine.database.write { [holder] db in
            let leases = LeaseRepository()
            let lease = try leases.acquire("janitor", holder: holder, for: Self.interval * 2, emittedThrough: .epoch, in: db)
            guard let lease else { return .others }
            let now = try db.now()
            let passed = now - lease.emittedThrough
            let isFirst = lease.emittedThrough == .epoch
            if !isFirst, passed > Self.farAhead, doubt ?? .zero < Self.trial { return .doubtful(passed) }
            // Anew, as the clock may have been set back.
            _ = try leases.restart("janitor", for: Self.interval * 2, at: now, in: db)
            return .ours
        }
    }

    private func noteDoubt(_ jump: Duration) {
        self.engine.logger.warning(
            "More than a day has passed since the last retention run; nothing is removed for an hour, in case the clock is wrong",
            metadata: ["clock.jump_seconds": "\(jump.seconds)"])
    }

    /// Removes all that is due, having made room for what comes.
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

    /// - Returns: how many rows went.
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

    /// - Returns: how many roll-ups of deleted monitors went.
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

    /// - Returns: how many rows went.
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
