import HawkCore
import HawkStore
import Logging
import ServiceLifecycle

/// Removes raw results and their evidence after the installation's retention, in slices so small that the recorder hardly waits.
package struct JanitorService: Service {
    private static let interval = Duration.minutes(10)
    /// Rows a slice: what takes the writer well under 50 ms.
    package static let slice = 1_000
    /// Between slices, so that the recorder comes first.
    private static let pause = Duration.milliseconds(50)

    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.clean()
                } catch is CancellationError {
                    return
                } catch {
                    self.engine.logger.error("Retention will try again", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)  // the loop's condition ends it when cancelled
            }
        }
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
        guard results + evidence > 0 else { return }
        self.engine.logger.info(
            "Results were removed after their retention",
            metadata: ["results.count": "\(results)", "evidence.count": "\(evidence)"])
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
