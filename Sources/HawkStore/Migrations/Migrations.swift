/// The migrations, oldest first. Append new ones; never change or remove a released one.
package struct Migrations: Sendable {
    package static let all = Migrations([
        .createSchema, .addBlindSpells, .addRunners, .addHeartbeats, .addCertificateChains, .addAcknowledger,
        .addCertificateWarnings, .addUntimed, .addDuePings, .addFairSending, .addMailRecipients, .addMakers, .addQuotas,
        .addAuditOrigin, .addIncidentVisibility, .addConfirmedAddresses, .addRecipients, .addClockSetbacks, .addMonitorKind,
        .addMessageReferences,
    ])

    private let list: [Migration]

    /// - Precondition: the versions are 1, 2, 3, …
    package init(_ list: [Migration]) {
        precondition(list.map(\.version) == Array(1...max(list.count, 1)), "migrations are numbered from 1 without a gap")
        self.list = list
    }

    /// The schema version that this program knows.
    package var newest: Int { self.list.count }

    /// Applies all pending migrations in one transaction. Two programs that start at once run one after the other.
    ///
    /// - Returns: the applied versions, none if the database was up to date.
    /// - Throws: `StoreError.unusable` if the schema is newer than the program.
    @discardableResult
    package func apply(to database: any Database) async throws -> [Int] {
        try await database.write { db in
            let current = try self.version(in: db)
            try self.refuseNewer(current)
            let pending = self.list.dropFirst(current)
            for migration in pending {
                for statement in migration.statements(db.dialect) { try db.execute(statement) }
                try db.execute(
                    "INSERT INTO schema_migrations (version, name, applied_at) VALUES (\(migration.version), \(migration.name), \(db.now()))"
                )
            }
            return pending.map(\.version)
        }
    }

    func refuseNewer(_ version: Int) throws {
        guard version > self.newest else { return }
        throw StoreError.unusable(
            "the database was created by a newer StatusHawk (schema \(version), this version supports \(self.newest)): install that version or a later one"
        )
    }

    private func version(in db: any Connection) throws -> Int {
        if db.dialect == .postgreSQL {
            try db.liftTimeLimits()
            // Held until the transaction ends. CREATE TABLE IF NOT EXISTS alone fails if two programs run it at once.
            _ = try db.rows("SELECT 1 FROM pg_advisory_xact_lock(4841574)") { try $0.next(Int.self) }
        }
        try db.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
              version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL
            )
            """)
        return try db.first("SELECT coalesce(max(version), 0) FROM schema_migrations") { try $0.next() } ?? 0
    }
}
