import HawkCore

/// Copies a SQLite installation to PostgreSQL, with unchanged ids, keys and history. No other process may use either meanwhile.
///
/// Each batch is stored in one transaction with its end position, so an interrupted copy resumes there.
package struct InstallationCopy: Sendable {
    package enum Step: Sendable, Equatable {
        /// How many tables an earlier run copied.
        case resumed(finished: Int, of: Int)
        case copying(table: String, rows: Int, of: Int)
        case copied(table: String, rows: Int)
        case verifying(table: String)
        /// Every table has the same number of rows and the same key sum on both sides.
        case verified(tables: Int, rows: Int)
    }

    private let source: any Database
    private let target: any Database
    private let migrations: Migrations
    private let batch: Int

    /// - Parameters:
    ///   - source: a SQLite database.
    ///   - target: a PostgreSQL database. `run` migrates it to this version's schema.
    ///   - batch: the maximum number of rows per transaction.
    package init(from source: any Database, to target: any Database, migrations: Migrations = .all, batch: Int = 4_000) {
        self.source = source
        self.target = target
        self.migrations = migrations
        self.batch = batch
    }

    /// - Parameter report: called with the progress. An error that it throws ends the copy.
    /// - Throws: `StoreError.unusable` if the copy cannot start or resume, or if the two sides differ at the end.
    package func run(_ report: (Step) throws -> Void) async throws {
        let source = try await self.read()
        try await self.target.read { db in try CopyRepository().requireFree(for: source, in: db) }
        try await self.migrations.apply(to: self.target)
        let progress = try await self.target.write { db in try CopyRepository().begin(source, in: db) }
        let finished = progress.values.count { $0.isFinished }
        if progress.values.contains(where: { $0.copied > 0 || $0.isFinished }) {
            try report(.resumed(finished: finished, of: source.tables.count))
        }
        for table in source.tables {
            guard let progress = progress[table.name], !progress.isFinished else { continue }
            try await self.copy(table, from: progress, report)
        }
        try await self.verify(source, report)
        let lastIDs = try await self.source.read { db in try CopySource.lastIDs(in: db) }
        try await self.target.write { db in try CopyRepository().finish(lastIDs, in: db) }
    }

    private func read() async throws -> CopySource {
        try await self.source.read { [migrations] db in try CopySource(db, migrations: migrations) }
    }

    private func copy(
        _ table: CopiedTable, from progress: CopyRepository.Progress, _ report: (Step) throws -> Void
    ) async throws {
        let total = try await self.source.read { db in try table.count(in: db) }
        var progress = progress
        var days: Set<Instant> = []
        try report(.copying(table: table.name, rows: progress.copied, of: total))
        var page = try await self.page(of: table, after: progress.position)
        while let last = page.last {
            let end = try table.position(of: last)
            // Read while the target stores the previous page.
            async let next = self.page(of: table, after: end)
            try await self.makeDays(of: page, in: table, besides: &days)
            progress = try await self.store(page, of: table, upTo: end, after: progress)
            try report(.copying(table: table.name, rows: progress.copied, of: total))
            page = try await next
        }
        try await self.finish(table, after: progress)
        try report(.copied(table: table.name, rows: progress.copied))
    }

    private func page(of table: CopiedTable, after position: CopiedTable.Position?) async throws -> [[SQLValue]] {
        try await self.source.read { [batch] db in try table.page(after: position, limit: batch, in: db) }
    }

    /// Creates the daily partitions of the history on PostgreSQL, because nothing else creates past ones. Each is created in its
    /// own transaction, because a server has locks for only a few thousand tables.
    private func makeDays(of page: [[SQLValue]], in table: CopiedTable, besides made: inout Set<Instant>) async throws {
        guard table.name == "results", let slot = table.columns.firstIndex(of: "slot") else { return }
        let days = Set(try page.map { try Instant(sqlValue: $0[slot]).floored(to: .days(1)) })
        for day in days.subtracting(made) {
            try await self.target.write { db in try ResultPartitions().prepare(day...day, in: db) }
            made.insert(day)
        }
    }

    private func store(
        _ page: [[SQLValue]], of table: CopiedTable, upTo end: CopiedTable.Position, after old: CopyRepository.Progress
    ) async throws -> CopyRepository.Progress {
        let new = CopyRepository.Progress(copied: old.copied + page.count, position: end)
        try await self.target.write { db in
            try CopyRepository().advance(table, from: old, to: new, in: db)
            try table.insert(page, in: db)
        }
        return new
    }

    private func finish(_ table: CopiedTable, after old: CopyRepository.Progress) async throws {
        var new = old
        new.isFinished = true
        try await self.target.write { [new] db in try CopyRepository().advance(table, from: old, to: new, in: db) }
    }

    /// Compares the totals of both sides, and checks that the source is unchanged.
    private func verify(_ source: CopySource, _ report: (Step) throws -> Void) async throws {
        var rows = 0
        for table in source.tables {
            try report(.verifying(table: table.name))
            async let here = self.source.read { db in try table.tally(in: db) }
            async let there = self.target.read { db in try table.tally(in: db) }
            let (original, copied) = try await (here, there)
            guard original == copied else {
                throw StoreError.unusable(
                    "\(table.name) has \(original.rows) rows in the source and \(copied.rows) in the target, or their keys differ: "
                        + "start again with an empty database")
            }
            rows += original.rows
        }
        guard try await self.read() == source else {
            throw StoreError.unusable(
                "the installation was used while it was copied: start again with an empty database")
        }
        try report(.verified(tables: source.tables.count, rows: rows))
    }
}
