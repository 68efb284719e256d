import HawkCore

/// `copies`, on PostgreSQL: the progress of a copy into the database, one row for each table. The table exists while the copy is
/// unfinished.
package struct CopyRepository: Sendable {
    struct Progress: Sendable {
        var copied = 0
        var position: CopiedTable.Position?
        var isFinished = false
    }

    /// Tables that migrations fill and a copy replaces.
    private static let filledByMigrations = ["watermarks"]

    package init() {}

    /// - Throws: `StoreError.unusable` while the database has only a part of an installation.
    package func requireFinished(in db: any Connection) throws {
        guard db.dialect == .postgreSQL, try self.isThere("copies", in: db) else { return }
        throw StoreError.unusable(
            "a copy into this database is unfinished: run the same `statushawk copy` again, or use an empty database")
    }

    /// - Throws: `StoreError.unusable` if there is data that no copy wrote. Does not check the schema version.
    func requireFree(for source: CopySource, in db: any Connection) throws {
        guard try !self.isThere("copies", in: db) else { return }
        for table in source.tables where !Self.filledByMigrations.contains(table.name) {
            guard try self.isThere(table.name, in: db),
                try db.first("SELECT 1 FROM \(SQL.name(table.name)) LIMIT 1", { try $0.next(Int.self) }) != nil
            else { continue }
            throw StoreError.unusable(
                "the target already contains data of another installation (in \(table.name)): use an empty database")
        }
    }

    /// Starts a copy, or resumes one from the same source.
    /// - Returns: the progress of each table.
    func begin(_ source: CopySource, in db: any Connection) throws -> [String: Progress] {
        // Serializes two copies that start at once. Held until the transaction ends.
        _ = try db.rows("SELECT 1 FROM pg_advisory_xact_lock(4841576)") { try $0.next(Int.self) }
        if try !self.isThere("copies", in: db) {
            try self.requireFree(for: source, in: db)
            try self.create(source, in: db)
        }
        let rows = try db.rows("SELECT table_name, installation, state, copied, position, finished FROM copies") {
            (
                name: try $0.next(String.self), installation: try $0.next(Int64.self), state: try $0.next(String.self),
                progress: Progress(
                    copied: try $0.next(), position: try $0.next(JSONText<CopiedTable.Position>?.self)?.value,
                    isFinished: try $0.next())
            )
        }
        guard rows.allSatisfy({ $0.installation == source.installation }) else {
            throw StoreError.unusable("the target contains an unfinished copy of another installation: use an empty database")
        }
        guard rows.allSatisfy({ $0.state == source.state }), Set(rows.map(\.name)) == Set(source.tables.map(\.name)) else {
            throw StoreError.unusable(
                "the installation has been used since the copy into the target began: start again with an empty database")
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.progress) })
    }

    private func create(_ source: CopySource, in db: any Connection) throws {
        try db.execute(
            """
            CREATE TABLE copies (
              table_name TEXT PRIMARY KEY,
              installation BIGINT NOT NULL,
              state TEXT NOT NULL,
              copied BIGINT NOT NULL,
              position TEXT,
              finished BOOLEAN NOT NULL
            )
            """)
        try db.execute(
            """
            INSERT INTO copies (table_name, installation, state, copied, position, finished)
            VALUES (\(\.name), \(source.installation), \(source.state), 0, NULL, FALSE)
            """, forEach: source.tables)
        for name in Self.filledByMigrations { try db.execute("DELETE FROM \(SQL.name(name))") }
    }

    /// Stores a table's progress, in the transaction that stores its rows.
    /// - Throws: `StoreError.unusable` if another process has copied since.
    func advance(_ table: CopiedTable, from old: Progress, to new: Progress, in db: any Connection) throws {
        let changed = try db.execute(
            """
            UPDATE copies
            SET copied = \(new.copied), position = \(try new.position.map { try JSONText($0) }), finished = \(new.isFinished)
            WHERE table_name = \(table.name) AND copied = \(old.copied) AND NOT finished
            """)
        guard changed == 1 else { throw StoreError.unusable("another copy into the target is running") }
    }

    /// Completes a copy with all rows: new ids start above the copied ones.
    func finish(_ lastIDs: [(table: String, id: Int64)], in db: any Connection) throws {
        for (table, id) in lastIDs {
            _ = try db.rows("SELECT setval(pg_get_serial_sequence(\(table), 'id'), \(id))") { try $0.next(Int64.self) }
        }
        try db.execute("DROP TABLE copies")
    }

    private func isThere(_ table: String, in db: any Connection) throws -> Bool {
        try db.first("SELECT to_regclass(\(table)) IS NOT NULL") { try $0.next() } ?? false
    }
}
