import HawkCore
import HawkTestSupport

@testable import HawkStore

/// A SQLite installation with rows in every table, and an empty database as the target.
struct CopyFixture {
    let source: any Database
    let target: PostgreSQLDatabase
    let url: Secret

    static func run(
        migrations: Migrations = .all, rows: Int64 = 5, isMigrated: Bool = false, _ test: (CopyFixture) async throws -> Void
    ) async throws {
        try await TestDatabase.sqlite.run { source in
            try await migrations.apply(to: source)
            try await source.write { db in
                for table in try CopiedTable.all(in: db) { try Self.fill(table, rows: rows, in: db) }
            }
            try await PostgreSQLTestServer.withDatabase(isMigrated: isMigrated) { url in
                let target = try await PostgreSQLDatabase(url: url, poolSize: 1)
                do {
                    try await test(CopyFixture(source: source, target: target, url: url))
                } catch {
                    await target.close()
                    throw error
                }
                await target.close()
            }
        }
    }

    /// Inserts rows of which the n-th references the n-th row of each parent. Every second row omits optional values.
    private static func fill(_ table: CopiedTable, rows: Int64, in db: any Connection) throws {
        let columns = try db.rows("SELECT type, \"notnull\" OR pk > 0 FROM pragma_table_info(\(table.name)) ORDER BY cid") {
            (type: try $0.next(String.self), isRequired: try $0.next(Bool.self))
        }
        let values = try (1...rows).map { number in
            try columns.map { column -> SQLValue in
                guard column.isRequired || number % 2 == 1 else { return .null }
                return switch column.type {
                case "INTEGER", "BIGINT": .int(number)
                case "TEXT": .text("text \(number)'s \\ \"ä\" 🦅")
                case "BYTEA": .bytes([0, 0xFF, UInt8(number)])
                case "BOOLEAN": .bool(number % 2 == 0)
                case "DOUBLE PRECISION": .double(Double(number) / 3)
                default: throw StoreError.invalid(detail: "\(table.name) has a column of the type \(column.type)")
                }
            }
        }
        try table.insert(values, in: db)
    }

    /// Copies in small batches.
    /// - Returns: the steps, in order.
    @discardableResult
    func copy(migrations: Migrations = .all, batch: Int = 2) async throws -> [InstallationCopy.Step] {
        var steps: [InstallationCopy.Step] = []
        try await InstallationCopy(from: self.source, to: self.target, migrations: migrations, batch: batch).run {
            steps.append($0)
        }
        return steps
    }

    /// The sentence with which a copy is refused. Nil if it is not.
    func refusal() async throws -> String? {
        do {
            try await self.copy()
            return nil
        } catch StoreError.unusable(let sentence) {
            return sentence
        }
    }

    /// Returns all rows of the source's tables, as the source or the target stores them.
    static func rows(of tables: [CopiedTable], in db: any Connection) throws -> [String: [String]] {
        try Dictionary(
            uniqueKeysWithValues: tables.map { table in
                let rows = try db.rows("SELECT \(SQL.names(table.columns)) FROM \(SQL.name(table.name))") { row in
                    try table.columns.map { _ in Self.text(try row.next(SQLValue.self)) }.joined(separator: " | ")
                }
                return (table.name, rows.sorted())
            })
    }

    /// SQLite stores booleans as numbers.
    private static func text(_ value: SQLValue) -> String {
        if case .bool(let value) = value { "\(SQLValue.int(value ? 1 : 0))" } else { "\(value)" }
    }

    /// - Returns: the names of the tables that differ between the two sides.
    func differences() async throws -> [String] {
        let tables = try await self.source.read { db in try CopiedTable.all(in: db) }
        let here = try await self.source.read { db in try Self.rows(of: tables, in: db) }
        let there = try await self.target.read { db in try Self.rows(of: tables, in: db) }
        return tables.map(\.name).filter { here[$0] != there[$0] || here[$0]?.isEmpty != false }
    }
}
