import HawkCore
import HawkStore
import Logging
import ServiceLifecycle
import Synchronization

/// Checks a SQLite database for damage in the background after a process starts, because SQLite notices damage only in pages that
/// it reads.
package final class IntegrityService: Service {
    private let engine: Engine
    private let delay: Duration
    private let open: @Sendable () throws -> SQLiteCheck
    private let damaged = Mutex<[String]>([])

    /// - Parameter delay: Lets the start finish first.
    package init(_ engine: Engine, path: String, after delay: Duration = .seconds(5)) {
        self.engine = engine
        self.delay = delay
        self.open = { try SQLiteCheck(path: path) }
        engine.metrics.gauge(
            "statushawk_database_damaged_tables", "Damaged tables found by the integrity check after the process started."
        ).read { [weak self] in Double(self?.damaged.withLock { $0.count } ?? 0) }
    }

    /// - Throws: The names of the damaged tables, if any.
    package func requireUndamaged() throws {
        let damaged = self.damaged.withLock { $0 }
        guard damaged.isEmpty else {
            throw StoreError.corrupt(detail: "damaged tables: \(damaged.joined(separator: ", "))")
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: self.delay)
                try await self.look()
            } catch is CancellationError {
                return
            } catch {
                self.engine.logger.warning("Failed to run the database integrity check", metadata: .of(error))
            }
            // A service that returns would end the process.
            try? await gracefulShutdown()
        }
    }

    func look() async throws {
        let started = ContinuousClock.now
        try await self.open().run { table in
            guard !table.faults.isEmpty else { return }
            self.damaged.withLock { $0.append(table.table) }
            self.engine.troubles.record(
                .damage, of: table.table, metadata: ["error.detail": "\(table.faults.joined(separator: "; "))"])
        }
        self.engine.logger.info(
            "Database integrity check finished",
            metadata: [
                "damaged.count": "\(self.damaged.withLock { $0.count })",
                "check.milliseconds": "\(started.duration(to: .now).milliseconds)",
            ])
    }
}
