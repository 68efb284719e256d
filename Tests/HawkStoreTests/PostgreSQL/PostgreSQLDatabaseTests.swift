import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// The additional contract of the PostgreSQL driver.
@Suite(.timeLimit(.minutes(2)))
struct PostgreSQLDatabaseTests {
    @Test func `the clock is the server's, and constant within a transaction`() async throws {
        try await PostgreSQLFixture.run(clock: nil) { database, _ in
            let (first, second, server) = try await database.read { db in
                let first = try db.now()
                _ = try db.rows("SELECT 1 FROM pg_sleep(0.02)") { try $0.next(Int.self) }
                let server = try db.first("SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)") {
                    try $0.next(Instant.self)
                }
                return (first, try db.now(), try #require(server))
            }
            #expect(first == second && server - first >= .milliseconds(20) && server - first < .seconds(20))
            let later = try await database.write { db in try db.now() }
            #expect(later >= server)
        }
    }

    @Test func `a read sees one snapshot, regardless of concurrent commits`() async throws {
        try await PostgreSQLFixture.run { database, url in
            let counts = try await database.read { db in
                func count() throws -> Int {
                    try db.first("SELECT count(*) FROM installation") { try $0.next() } ?? -1
                }
                let before = try count()
                try PostgreSQLTestServer.runBlocking("INSERT INTO installation (key, value) VALUES ('a', 'b')", in: url)
                return [before, try count()]
            }
            #expect(counts == [0, 0])
            let after = try await database.read { db in try PostgreSQLFixture.value("a", in: db) }
            #expect(after == "b")
        }
    }

    @Test(arguments: [1, 255, 256, 257, 1_000])
    func `a batch of any size runs in order and reports which elements changed nothing`(_ count: Int) async throws {
        try await PostgreSQLFixture.run { database, _ in
            let missed = try await database.write { db in
                // Every third key already exists.
                try db.execute(
                    "INSERT INTO installation (key, value) VALUES (\({ "\($0)" }), 'before')",
                    forEach: Array(stride(from: 0, to: count, by: 3)))
                return try db.execute(
                    "INSERT INTO installation (key, value) VALUES (\({ "\($0)" }), \({ "after \($0)" })) ON CONFLICT DO NOTHING",
                    forEach: Array(0..<count), changing: .exactlyOne)
            }
            #expect(missed == Array(stride(from: 0, to: count, by: 3)))
            let stored = try await database.read { db in
                try db.first("SELECT count(*) FROM installation") { try $0.next(Int.self) }
            }
            #expect(stored == count)
        }
    }

    @Test func `a batch that fails after its first part stores nothing, and its session continues`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            await #expect(throws: StoreError.unique(table: "installation", columns: ["key"])) {
                try await database.write { db in
                    let keys = (0..<600).map { $0 == 400 ? "7" : "\($0)" }
                    try db.execute("INSERT INTO installation (key, value) VALUES (\({ $0 }), '')", forEach: keys)
                }
            }
            await #expect(throws: StoreError.invalid(detail: "a text contains a NUL byte")) {
                try await database.write { db in
                    try db.execute(
                        "INSERT INTO installation (key, value) VALUES (\({ $0 }), '')", forEach: ["a", "b", "c\u{0}", "d"])
                }
            }
            let count = try await database.write { db in
                try PostgreSQLFixture.set("x", in: db)
                return try db.first("SELECT count(*) FROM installation") { try $0.next(Int.self) }
            }
            #expect(count == 1)
        }
    }

    @Test func `more different statements than a session keeps prepared are possible`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            let sum = try await database.read { db in
                var sum = 0
                var space: SQL = " "
                for _ in 0..<600 {
                    sum += try db.first("SELECT\(space)1") { try $0.next(Int.self) } ?? 0
                    space = "\(space) "
                }
                return sum
            }
            #expect(sum == 600)
        }
    }

    @Test func `an error that a transaction caught does not let it commit partially`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            await #expect(throws: StoreError.self) {
                try await database.write { db in
                    try PostgreSQLFixture.set("first", in: db)
                    do {
                        try db.execute("INSERT INTO installation (key, value) VALUES ('first', 'again')")
                    } catch StoreError.unique {}
                }
            }
            let stored = try await database.read { db in try PostgreSQLFixture.value("first", in: db) }
            #expect(stored == nil)
        }
    }

    @Test func `a refused statement is reported without its value`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            do {
                try await database.write { db in
                    _ = try db.rows("SELECT CAST(\("a secret") AS BIGINT)") { try $0.next(Int.self) }
                }
                Issue.record("a word was accepted as a number")
            } catch let error as StoreError {
                #expect(error == .invalid(detail: "PostgreSQL 22P02"))
            }
        }
    }

    @Test func `the recorder's connection is free when all others are busy`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1, limits: PostgreSQLLimits(queueing: .milliseconds(50))) { database, _ in
            let gate = Gate()
            async let busy: Void = database.write { _ in gate.wait() }
            await gate.reached()
            await #expect(throws: StoreError.unavailable(detail: "no connection became free in time")) {
                try await database.read { db in _ = try db.now() }
            }
            #expect(database.use == ConnectionUse(size: 1, busy: 1, waiting: 0))
            try await database.reserved.write { db in try PostgreSQLFixture.set("recorded", in: db) }
            gate.open()
            try await busy
            let stored = try await database.read { db in try PostgreSQLFixture.value("recorded", in: db) }
            #expect(stored == "1")
        }
    }

    @Test func `a thousand transactions share four connections`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            let backends = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        try await database.write { db in
                            try PostgreSQLFixture.set("count", in: db)
                            return try PostgreSQLFixture.backend(in: db)
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect((1...4).contains(backends.count))
            let value = try await database.read { db in try PostgreSQLFixture.value("count", in: db) }
            #expect(value?.count == 1_000)
        }
    }

    @Test func `closing waits for running transactions`() async throws {
        try await PostgreSQLFixture.run { database, url in
            let gate = Gate()
            async let running: Void = database.write { db in
                gate.wait()
                try PostgreSQLFixture.set("late", in: db)
            }
            await gate.reached()
            async let closed: Void = database.close()
            gate.open()
            try await running
            await closed
            let stored = try await PostgreSQLTestServer.run("SELECT value FROM installation WHERE key = 'late'", in: url)
            #expect(stored == "1")
        }
    }
}
