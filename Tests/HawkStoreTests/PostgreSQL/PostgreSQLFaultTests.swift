import Foundation
import HawkCore
import HawkStore
import HawkTestSupport
import Synchronization
import Testing

/// Servers that disappear, hang, or let transactions collide.
@Suite(.timeLimit(.minutes(2)))
struct PostgreSQLFaultTests {
    @Test func `a session that ended while idle is replaced without an error`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            let first = try await database.read { db in try PostgreSQLFixture.backend(in: db) }
            try await PostgreSQLFixture.terminate(first)
            let second = try await database.write { db in
                try PostgreSQLFixture.set("a", in: db)
                return try PostgreSQLFixture.backend(in: db)
            }
            #expect(second != first)
            try await PostgreSQLFixture.terminate(second)
            let value = try await database.read { db in try PostgreSQLFixture.value("a", in: db) }
            #expect(value == "1")
        }
    }

    @Test func `a transaction whose session is lost before COMMIT is retried, and takes effect once`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            let backends = Mutex<[Int]>([])
            try await database.write { db in
                try PostgreSQLFixture.set("a", in: db)
                let backend = try PostgreSQLFixture.backend(in: db)
                backends.withLock { $0.append(backend) }
                if backends.withLock({ $0.count }) == 1 {
                    try PostgreSQLTestServer.runBlocking("SELECT pg_terminate_backend(\(backend), 10000)")
                }
                try PostgreSQLFixture.set("b", in: db)
            }
            #expect(Set(backends.withLock { $0 }).count == 2)
            let values = try await database.read { db in
                try ["a", "b"].map { try PostgreSQLFixture.value($0, in: db) }
            }
            #expect(values == ["1", "1"])
        }
    }

    @Test func `a transaction whose session is lost within a pipeline is retried`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            let runs = Tally()
            try await database.write { db in
                let run = runs.add()
                let backend = try PostgreSQLFixture.backend(in: db)
                try db.execute(
                    "INSERT INTO installation (key, value) VALUES (\({ "\($0)" }), '')", forEach: Array(0..<300))
                if run == 1 { try PostgreSQLTestServer.runBlocking("SELECT pg_terminate_backend(\(backend), 10000)") }
                try db.execute(
                    "INSERT INTO installation (key, value) VALUES (\({ "\($0)" }), '')", forEach: Array(300..<900))
            }
            #expect(runs.count == 2)
            let count = try await database.read { db in
                try db.first("SELECT count(*) FROM installation") { try $0.next(Int.self) }
            }
            #expect(count == 900)
        }
    }

    @Test func `a session that is lost repeatedly is an error eventually`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            let runs = Tally()
            do {
                try await database.write { db in
                    runs.add()
                    let backend = try PostgreSQLFixture.backend(in: db)
                    try PostgreSQLTestServer.runBlocking("SELECT pg_terminate_backend(\(backend), 10000)")
                    try PostgreSQLFixture.set("a", in: db)
                }
                Issue.record("a transaction succeeded without its session")
            } catch StoreError.unavailable {}
            #expect(runs.count == 2)
        }
    }

    @Test func `a session that is lost during COMMIT is reported as such, and the transaction is not retried`() async throws {
        try await PostgreSQLFixture.run(poolSize: 2) { database, url in
            // A trigger that runs in COMMIT and waits there for a lock that the test holds.
            try await database.write { db in
                try db.execute(
                    """
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END $$
                    """)
                try db.execute(
                    """
                    CREATE CONSTRAINT TRIGGER lingers AFTER INSERT ON installation DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION linger()
                    """)
            }
            let gate = Gate()
            async let holder: Void = database.write { db in
                _ = try db.rows("SELECT 1 FROM pg_advisory_xact_lock(77)") { try $0.next(Int.self) }
                gate.wait()
            }
            await gate.reached()
            let runs = Tally()
            let (backends, found) = AsyncStream.makeStream(of: Int.self)
            async let write: Void = database.reserved.write { db in
                runs.add()
                try PostgreSQLFixture.set("a", in: db)
                found.yield(try PostgreSQLFixture.backend(in: db))
            }
            for await backend in backends {
                try await PostgreSQLFixture.awaitBlocked(backend)
                try await PostgreSQLFixture.terminate(backend)
                break
            }
            do {
                try await write
                Issue.record("the transaction was reported as committed")
            } catch StoreError.commitUnknown {}
            #expect(runs.count == 1)
            gate.open()
            try await holder
            try await database.reserved.write { db in try PostgreSQLFixture.set("b", in: db) }
        }
    }

    @Test func `of two transactions that block each other one is retried, and both take effect`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            try await database.write { db in for key in ["a", "b"] { try PostgreSQLFixture.set(key, in: db) } }
            let (one, two) = (Gate(), Gate())
            let runs = Tally()
            @Sendable func write(_ first: String, _ second: String, _ gate: Gate) async throws {
                try await database.write { db in
                    runs.add()
                    try PostgreSQLFixture.set(first, in: db)
                    gate.wait()
                    try PostgreSQLFixture.set(second, in: db)
                }
            }
            async let ab: Void = write("a", "b", one)
            async let ba: Void = write("b", "a", two)
            for gate in [one, two] { await gate.reached() }
            for gate in [one, two] { gate.open() }
            _ = try await (ab, ba)
            #expect(runs.count >= 3)
            let values = try await database.read { db in
                try ["a", "b"].map { try PostgreSQLFixture.value($0, in: db) }
            }
            #expect(values == ["111", "111"])
        }
    }

    @Test func `a statement that takes too long is cancelled by the server, and its session continues`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1, limits: PostgreSQLLimits(statement: .milliseconds(200))) { database, _ in
            let before = try await database.read { db in try PostgreSQLFixture.backend(in: db) }
            do {
                try await database.read { db in _ = try db.rows("SELECT 1 FROM pg_sleep(60)") { try $0.next(Int.self) } }
                Issue.record("a minute passed")
            } catch StoreError.unavailable(let detail) {
                #expect(detail.contains("57014"))
            }
            let after = try await database.read { db in try PostgreSQLFixture.backend(in: db) }
            #expect(before == after)
        }
    }

    @Test func `a server that does not answer in time is abandoned, and connected to again`() async throws {
        let limits = PostgreSQLLimits(statement: .milliseconds(300), grace: .milliseconds(200))
        try await PostgreSQLFixture.run(poolSize: 1, limits: limits) { database, _ in
            let backends = Mutex<[Int]>([])
            do {
                try await database.write { db in
                    let backend = try PostgreSQLFixture.backend(in: db)
                    backends.withLock { $0.append(backend) }
                    // As if the server had stopped: it no longer enforces the limit itself.
                    try db.execute("SET LOCAL statement_timeout = 0")
                    _ = try db.rows("SELECT 1 FROM pg_sleep(60)") { try $0.next(Int.self) }
                }
                Issue.record("a minute passed")
            } catch StoreError.unavailable(let detail) {
                #expect(detail == "the server has not answered in time")
            }
            #expect(backends.withLock { Set($0).count } == 2)
            try await database.write { db in try PostgreSQLFixture.set("a", in: db) }
        }
    }

    @Test func `a change of the schema has no time limit`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1, limits: PostgreSQLLimits(statement: .milliseconds(100), grace: .zero)) {
            database, _ in
            try await database.write { db in
                try db.liftTimeLimits()
                _ = try db.rows("SELECT 1 FROM pg_sleep(0.4)") { try $0.next(Int.self) }
            }
            await #expect(throws: StoreError.self) {
                try await database.write { db in
                    _ = try db.rows("SELECT 1 FROM pg_sleep(0.4)") { try $0.next(Int.self) }
                }
            }
        }
    }

    @Test func `a process that stops within a transaction on its lease does not keep a successor from it`() async throws {
        try await PostgreSQLFixture.run(poolSize: 2, clock: nil, limits: PostgreSQLLimits(pause: .milliseconds(300))) {
            database, _ in
            let leases = LeaseRepository()
            let runs = Tally()
            let isAcquired = Tally()
            async let stopped: Void = database.write { db in
                let lease = try leases.acquire(
                    "scheduler", holder: "a", for: .seconds(60), emittedThrough: .epoch, in: db)
                guard runs.add() == 1 else {
                    #expect(lease == nil)
                    return
                }
                // Less than the limit for a statement, which must not count here.
                for _ in 0..<2_000 where isAcquired.count == 0 { Thread.sleep(forTimeInterval: 0.01) }
                #expect(isAcquired.count == 1)
            }
            try await eventually("the transaction runs") { runs.count > 0 }
            let lease = try await database.write { db in
                try leases.acquire("scheduler", holder: "b", for: .seconds(60), emittedThrough: .epoch, in: db)
            }
            #expect(lease?.epoch == 1)
            isAcquired.add()
            // The server has not seen its COMMIT, so the transaction runs again.
            try await stopped
            #expect(runs.count == 2)
        }
    }

    @Test func `a change of the schema may pause`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1, limits: PostgreSQLLimits(pause: .milliseconds(50))) { database, _ in
            try await database.write { db in
                let backend = try PostgreSQLFixture.backend(in: db)
                try db.liftTimeLimits()
                Thread.sleep(forTimeInterval: 0.3)
                #expect(try PostgreSQLFixture.backend(in: db) == backend)
            }
        }
    }

    @Test func `statements that the server has forgotten are prepared again`() async throws {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            for _ in 0..<2 {
                let value = try await database.write { db in
                    try PostgreSQLFixture.set("a", in: db)
                    return try PostgreSQLFixture.value("a", in: db)
                }
                #expect(value?.isEmpty == false)
                try await database.write { db in try db.execute("DEALLOCATE ALL") }
            }
        }
    }
}
