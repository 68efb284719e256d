import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// The contract of every driver.
struct DatabaseTests {
    private struct Stop: Error {}

    @Test(arguments: TestDatabase.all)
    func `values of every kind are read as written`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                try db.execute("CREATE TABLE kinds (a BOOLEAN, b BIGINT, c DOUBLE PRECISION, d TEXT, e BYTEA, f TEXT)")
                let text = "schön 🦅 '\"$1"
                try db.execute(
                    "INSERT INTO kinds VALUES (\(true), \(Int64.min), \(0.1), \(text), \([UInt8]([0, 255, 39])), \(String?.none))"
                )
                let read = try db.first("SELECT a, b, c, d, e, f FROM kinds") { row in
                    (
                        try row.next(Bool.self), try row.next(Int64.self), try row.next(Double.self), try row.next(String.self),
                        try row.next([UInt8].self), try row.next(String?.self)
                    )
                }
                let (a, b, c, d, e, f) = try #require(read)
                #expect(a && b == .min && c == 0.1 && d == text && e == [0, 255, 39] && f == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a list finds its rows, with numbers and hostile texts`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                try db.execute("CREATE TABLE lists (id BIGINT, name TEXT)")
                let names = [#"quo"te"#, #"back\slash"#, "comma, brace}", "ünï\ncode"]
                try db.execute("INSERT INTO lists VALUES (\(\.0), \(\.1))", forEach: Array(zip(0..., names)))
                let byID = try db.rows("SELECT name FROM lists WHERE id \(in: [1, 3, 9]) ORDER BY id") {
                    try $0.next(String.self)
                }
                #expect(byID == [names[1], names[3]])
                let byName = try db.rows("SELECT id FROM lists WHERE name \(in: names) ORDER BY id") { try $0.next(Int.self) }
                #expect(byName == [0, 1, 2, 3])
                #expect(try db.rows("SELECT id FROM lists WHERE id \(in: [Int]())") { try $0.next(Int.self) }.isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an error rolls the transaction back, and the next one is not affected`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await #expect(throws: Stop.self) {
                try await database.write { db in
                    try db.execute("INSERT INTO installation (key, value) VALUES ('a', 'b')")
                    throw Stop()
                }
            }
            let count = try await database.read { db in
                try db.first("SELECT count(*) FROM installation") { try $0.next(Int.self) }
            }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a read cannot write`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await #expect(throws: StoreError.self) {
                try await database.read { db in
                    _ = try db.execute("INSERT INTO installation (key, value) VALUES ('a', 'b')")
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a batch reports which elements changed nothing`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let keys = ["a", "b", "a", "c", "b"]
                let missed = try db.execute(
                    "INSERT INTO installation (key, value) VALUES (\({ $0 }), 'x') ON CONFLICT DO NOTHING", forEach: keys,
                    changing: .exactlyOne)
                #expect(missed == [2, 4])
                let absent = try db.execute(
                    "UPDATE installation SET value = 'y' WHERE key = \({ $0 })", forEach: ["z", "a"], changing: .exactlyOne)
                #expect(absent == [0])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a statement that changes no row is a conflict if it must change one`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await #expect(throws: StoreError.conflict) {
                try await database.write { db in
                    _ = try db.execute("UPDATE installation SET value = 'y' WHERE key = 'z'", changing: .exactlyOne)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `violations are distinguished, and reported without values`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in try db.execute("INSERT INTO installation (key, value) VALUES ('k', 'v')") }
            await #expect(throws: StoreError.unique(table: "installation", columns: ["key"])) {
                try await database.write { db in try db.execute("INSERT INTO installation (key, value) VALUES ('k', 'w')") }
            }
            do {
                try await database.write { db in
                    try db.execute(
                        "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (77, 78, 'owner', 0)")
                }
                Issue.record("a membership without an organization was stored")
            } catch let error as StoreError {
                guard case .constraint = error else { throw error }
                #expect("\(error)" == "the database refused the change")
                #expect(error.detail?.contains("77") == false)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a text with a NUL byte is refused`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await #expect(throws: StoreError.invalid(detail: "a text contains a NUL byte")) {
                try await database.write { db in
                    try db.execute("INSERT INTO installation (key, value) VALUES ('k', \("a\u{0}b"))")
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a column of another type is an error, not a crash`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await #expect(throws: StoreError.corrupt(detail: "column 2 is not of type Int64")) {
                try await database.read { db in
                    _ = try db.rows("SELECT 1, 'x'") { row in (try row.next(Int.self), try row.next(Int64.self)) }
                }
            }
            await #expect(throws: StoreError.corrupt(detail: "a row has 1 columns, but column 2 was requested")) {
                try await database.read { db in
                    _ = try db.rows("SELECT 1") { row in (try row.next(Int.self), try row.next(Int.self)) }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `after closing every call fails with an error`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            await database.close()
            await #expect(throws: StoreError.self) { try await database.read { db in _ = try db.now() } }
            await #expect(throws: StoreError.self) { try await database.write { db in _ = try db.now() } }
        }
    }

    @Test func `the clock is the injected one`() async throws {
        let clock = ManualClock(Instant(seconds: 5))
        try await TestDatabase.sqlite.run(clock: clock) { database in
            clock.advance(by: .seconds(2))
            let now = try await database.read { db in try db.now() }
            #expect(now == Instant(seconds: 7))
        }
    }
}
