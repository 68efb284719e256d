/// Reads whole tables, so that the server finds unreadable data. PostgreSQL only; SQLite has `SQLiteCheck`.
package struct IntegrityRepository: Sendable {
    package init() {}

    /// Reads every table. A page that was damaged on disk is found if the server uses checksums.
    /// - Parameter checked: called with each table and its faults.
    package func run(on database: any Database, _ checked: (TableFaults) -> Void) async throws {
        for table in try await database.read({ db in try self.tables(in: db) }) {
            do {
                try await database.read { db in
                    try db.liftTimeLimits()
                    try self.readAll(of: table, in: db)
                }
                checked(TableFaults(table: table, faults: []))
            } catch let error as StoreError {
                guard let detail = error.detailOfDamage else { throw error }
                checked(TableFaults(table: table, faults: [detail]))
            }
        }
    }

    private func tables(in db: any Connection) throws -> [String] {
        try db.rows(
            """
            SELECT CAST(relname AS TEXT)
            FROM pg_class
            WHERE relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace) AND relkind = 'r'
            ORDER BY 1
            """
        ) { try $0.next(String.self) }
    }

    /// Reads rows as text, so that values stored outside the row are also read.
    private func readAll(of table: String, in db: any Connection) throws {
        _ = try db.rows("SELECT count(CAST(t AS TEXT)) FROM \(SQL.name(table)) AS t") { try $0.next(Int64.self) }
    }
}
