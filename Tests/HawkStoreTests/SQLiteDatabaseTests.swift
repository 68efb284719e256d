import Foundation
import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct SQLiteDatabaseTests {
    @Test func `commits are written ahead and synced, and foreign keys are enforced`() async throws {
        try await TestDatabase.sqlite.run { database in
            let settings = try await database.write { db in
                (
                    try db.first("PRAGMA journal_mode") { try $0.next(String.self) },
                    try db.first("PRAGMA synchronous") { try $0.next(Int.self) },
                    try db.first("PRAGMA foreign_keys") { try $0.next(Int.self) }
                )
            }
            #expect(settings == ("wal", 2, 1))
        }
    }

    @Test func `a file of another program is refused and not changed`() async throws {
        try await TemporaryDirectory.with { directory in
            let path = "\(directory)/notes.db"
            for content in ["these are my notes, not a database at all", "x"] {
                try Data(content.utf8).write(to: URL(filePath: path))
                #expect(throws: StoreError.unusable("\(path) belongs to another program: use another file or data directory")) {
                    _ = try SQLiteDatabase(path: path, clock: ManualClock())
                }
                #expect(try Data(contentsOf: URL(filePath: path)) == Data(content.utf8))
            }
        }
    }

    @Test func `a database of another program is refused and not changed`() async throws {
        try await TemporaryDirectory.with { directory in
            let path = "\(directory)/other.db"
            let theirs = try SQLiteDatabase(path: path, clock: ManualClock())
            try await theirs.write { db in
                try db.execute("CREATE TABLE theirs (a BIGINT)")
                try db.execute("PRAGMA application_id = 77")
            }
            await theirs.close()
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(throws: StoreError.unusable("\(path) belongs to another program: use another file or data directory")) {
                _ = try SQLiteDatabase(path: path, clock: ManualClock())
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test func `a damaged file is refused with a sentence`() async throws {
        try await TemporaryDirectory.with { directory in
            let path = "\(directory)/damaged.db"
            try Data(Array("SQLite format 3\0".utf8) + [UInt8](repeating: 7, count: 8_176)).write(to: URL(filePath: path))
            #expect(throws: StoreError.unusable("\(path) is damaged: restore it from a backup")) {
                _ = try SQLiteDatabase(path: path, clock: ManualClock())
            }
        }
    }

    @Test func `a missing directory is refused with a sentence`() async throws {
        #expect(
            throws: StoreError.unusable(
                "/nonexistent/x.db cannot be opened: check that its directory exists and can be written")
        ) {
            _ = try SQLiteDatabase(path: "/nonexistent/x.db", clock: ManualClock())
        }
    }

    @Test func `committed data is there after opening again`() async throws {
        try await TemporaryDirectory.with { directory in
            let first = try SQLiteDatabase(path: "\(directory)/a.db", clock: ManualClock())
            try await Migrations.all.apply(to: first)
            try await first.write { db in try db.execute("INSERT INTO installation (key, value) VALUES ('k', 'v')") }
            await first.close()
            let second = try SQLiteDatabase(path: "\(directory)/a.db", clock: ManualClock())
            let value = try await second.read { db in try db.first("SELECT value FROM installation") { try $0.next(String.self) }
            }
            #expect(value == "v")
            await second.close()
        }
    }

    @Test func `a closed database returns an error, and closing it again does nothing`() async throws {
        try await TestDatabase.sqlite.run { database in
            await database.close()
            await database.close()
            await #expect(throws: StoreError.self) { try await database.read { _ in } }
            await #expect(throws: StoreError.self) { try await database.write { _ in } }
        }
    }

    @Test func `a full disk has its own error, loses nothing, and is temporary`() async throws {
        try await TemporaryDirectory.with { directory in
            let database = try SQLiteDatabase(path: "\(directory)/full.db", clock: ManualClock(), maxPages: 200)
            try await Migrations.all.apply(to: database)
            try await database.write { db in try db.execute("INSERT INTO installation (key, value) VALUES ('kept', 'v')") }
            do {
                try await database.write { db in
                    let large = [UInt8](repeating: 65, count: 2_000_000)
                    try db.execute("INSERT INTO installation (key, value) VALUES ('a', 'b')")
                    try db.execute(
                        "INSERT INTO installation (key, value) VALUES ('large', \(String(decoding: large, as: UTF8.self)))")
                }
                Issue.record("two megabytes fitted into 200 pages")
            } catch StoreError.disk {}
            try await database.write { db in try db.execute("INSERT INTO installation (key, value) VALUES ('small', 'v')") }
            let keys = try await database.read { db in
                try db.rows("SELECT key FROM installation ORDER BY key") { try $0.next(String.self) }
            }
            #expect(keys == ["kept", "small"])
            await database.close()
        }
    }

    @Test func `a thousand readers share a few connections`() async throws {
        try await TestDatabase.sqlite.run { database in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<1_000 {
                    group.addTask { try await database.read { db in try db.first("SELECT \(number) + 0") { try $0.next() } } }
                }
                var sum = 0
                for try await number in group { sum += try #require(number) }
                #expect(sum == 499_500)
            }
        }
    }
}
