import Foundation
import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// Damage in a SQLite file, as caused by a failing disk.
@Suite struct SQLiteCheckTests {
    private func faulty(_ path: String) async throws -> [String] {
        var tables: [String] = []
        var faulty: [String] = []
        try await SQLiteCheck(path: path).run { table in
            tables.append(table.table)
            if !table.faults.isEmpty { faulty.append(table.table) }
        }
        #expect(tables.contains("results") || faulty == ["sqlite_schema"])
        return faulty
    }

    /// Creates a database, and overwrites the root page of a table.
    private func withDamage(to table: String?, _ test: (String) async throws -> Void) async throws {
        try await TemporaryDirectory.with { directory in
            let path = "\(directory)/test.db"
            let database = try SQLiteDatabase(path: path, clock: ManualClock())
            try await Migrations.all.apply(to: database)
            let page = try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                _ = try StoreFixtures.monitor(of: organization, in: db)
                return try db.first("SELECT rootpage FROM sqlite_master WHERE name = \(table ?? "")") { try $0.next(Int.self) }
            }
            await database.close()
            if let page { try self.overwrite(page, in: path) }
            try await test(path)
        }
    }

    private func overwrite(_ page: Int, in path: String) throws {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: UInt64(page - 1) * 4_096)
        try file.write(contentsOf: [UInt8](repeating: 0xA5, count: 4_096))
        try file.close()
    }

    @Test func `an undamaged file has no faults`() async throws {
        try await self.withDamage(to: nil) { path in
            let faulty = try await self.faulty(path)
            #expect(faulty.isEmpty)
        }
    }

    @Test(arguments: ["results", "location_states", "monitors", "incidents", "alert_events", "users", "audit"])
    func `only the damaged table is named`(_ table: String) async throws {
        try await self.withDamage(to: table) { path in
            let faulty = try await self.faulty(path)
            #expect(faulty == [table])
        }
    }

    @Test func `a read of a damaged table reports damage, one of another table does not`() async throws {
        try await self.withDamage(to: "monitors") { path in
            let database = try SQLiteDatabase(path: path, clock: ManualClock())
            do {
                _ = try await database.read { db in try db.rows("SELECT name FROM monitors") { try $0.next(String.self) } }
                Issue.record("the damaged page was read")
            } catch StoreError.corrupt {}
            _ = try await database.read { db in try db.rows("SELECT name FROM organizations") { try $0.next(String.self) } }
            await database.close()
        }
    }

    @Test func `a missing table or column is not an invalid value`() async throws {
        try await TestDatabase.sqlite.run { database in
            let statements: [SQL] = [
                "SELECT a FROM nowhere", "SELECT no_column FROM users", "INSERT INTO users (no_column) VALUES (1)",
            ]
            for statement in statements {
                do {
                    try await database.write { db in try db.execute(statement) }
                    Issue.record("the table or column does not exist")
                } catch StoreError.schema {}
            }
        }
    }

    @Test func `a check beside a server keeps the server's locks`() async throws {
        try await TemporaryDirectory.with { directory in
            let path = "\(directory)/statushawk.db"
            let database = try SQLiteDatabase(path: path, clock: ManualClock())
            try await Migrations.all.apply(to: database)
            try await SQLiteCheck(path: path).run { _ in }
            // Without this process's locks, the other one would consider itself the last user and remove the write-ahead log.
            let other = Process()
            other.executableURL = URL(filePath: "/usr/bin/python3")
            other.arguments = [
                "-c",
                "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT 1 FROM users').fetchall(); db.close()",
                path,
            ]
            try other.run()
            other.waitUntilExit()
            #expect(other.terminationStatus == 0)
            #expect(FileManager.default.fileExists(atPath: path + "-wal"))
            await database.close()
        }
    }

    @Test func `a missing file, or one of another program, is refused with a sentence`() async throws {
        try await TemporaryDirectory.with { directory in
            let missing = "\(directory)/none.db"
            #expect(throws: StoreError.unusable("\(missing) does not exist")) { _ = try SQLiteCheck(path: missing) }
            try Data("notes".utf8).write(to: URL(filePath: "\(directory)/notes.db"))
            #expect(throws: StoreError.self) { _ = try SQLiteCheck(path: "\(directory)/notes.db") }
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/none.db"))
        }
    }

    @Test func `every table of PostgreSQL can be read`() async throws {
        try await TestDatabase.postgreSQL.run { database in
            var tables: [TableFaults] = []
            try await IntegrityRepository().run(on: database) { tables.append($0) }
            #expect(tables.contains { $0.table == "monitors" } && tables.allSatisfy { $0.faults.isEmpty })
        }
    }
}
