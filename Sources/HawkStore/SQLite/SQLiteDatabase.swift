import GRDB
package import HawkCore

/// A database in one SQLite file, with one writing connection and a few readers. Each has a small cache.
package final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let clock: any WallClock
    private let statements = StatementClock()
    private let open = OpenTransactions()

    /// Opens the file, or creates it.
    ///
    /// - Parameters:
    ///   - clock: the clock of `Connection.now()`.
    ///   - maxPages: the maximum size of the file in pages of 4 KiB, or nil for only the disk's limit.
    /// - Throws: `StoreError.unusable` for another program's file or a path that cannot be opened.
    package init(path: String, clock: any WallClock, readers: Int = 3, maxPages: Int? = nil) throws {
        self.clock = clock
        try SQLiteFile(path: path).requireOurs()
        do {
            self.pool = try DatabasePool(path: path, configuration: Self.configuration(readers: readers, maxPages))
            try self.pool.writeWithoutTransaction { db in
                // Commits survive a power cut, not only a killed process. Set here, because GRDB lowers it when it enables WAL.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // The growth of the log during a burst is returned to the disk after a checkpoint.
                try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
                guard try Int32.fetchOne(db, sql: "PRAGMA application_id") != SQLiteFile.applicationID else { return }
                try db.execute(sql: "PRAGMA application_id = \(SQLiteFile.applicationID)")
            }
        } catch let error as DatabaseError {
            throw StoreError(opening: path, error)
        }
    }

    private static func configuration(readers: Int, _ maxPages: Int?) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = readers
        configuration.prepareDatabase { db in
            // KiB. The writer's cache holds one batch's pages. Readers mostly scan ranges.
            try db.execute(sql: db.configuration.readonly ? "PRAGMA cache_size = -1024" : "PRAGMA cache_size = -8192")
            if let maxPages { try db.execute(sql: "PRAGMA max_page_count = \(maxPages)") }
        }
        return configuration
    }

    package func read<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.open.run(orThrow: .abandoned(writes: false)) { settle in
            self.pool.asyncRead { [clock, statements] result in
                let mark = statements.begin()
                defer { mark.end() }
                settle(Result { try StoreError.translating { try body(SQLiteConnection(result.get(), clock, mark)) } })
            }
        }
    }

    @discardableResult
    package func write<Value: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Value) async throws -> Value {
        try await self.open.run(orThrow: .abandoned(writes: true)) { settle in
            self.pool.asyncWriteWithoutTransaction { [clock, statements] db in
                let mark = statements.begin()
                defer { mark.end() }
                settle(
                    Result {
                        try StoreError.translating {
                            var value: Value?
                            // Immediate: waits for another program's lock here, and never fails half-way.
                            try db.inTransaction(.immediate) {
                                value = try body(SQLiteConnection(db, clock, mark))
                                mark.next()
                                return .commit
                            }
                            // SAFETY: `inTransaction` returns only after its closure, which sets the value, did.
                            return value!
                        }
                    })
            }
        }
    }

    package func hurry(within limit: Duration) { self.open.hurry(within: limit) }

    package var maxStatementDuration: Duration { self.statements.longest }

    package func close() async {
        // An abandoned transaction may hold the writer without limit. Commits are synced.
        guard !self.open.hasAbandoned else { return }
        await withCheckedContinuation { continuation in
            // Earlier requests run before this, because the writer is one queue.
            self.pool.asyncWriteWithoutTransaction { db in
                // The last connection to close would do this, but GRDB closes the readers last, and they may not write. `try?`:
                // data in the log is as safe as in the file; only a copy of the file alone would miss it. This is a statement,
                // because `checkpoint` does not check whether the connection is closed.
                try? db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                continuation.resume()
            }
        }
        // `try?`: with every statement finished, only the disk can fail, and commits are synced.
        try? self.pool.close()
    }
}
