import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// Daily partitions of results on PostgreSQL.
struct ResultPartitionsTests {
    private let partitions = ResultPartitions()
    private let results = ResultRepository()

    private func days(in db: any Connection) throws -> [String] {
        try db.rows(
            """
            SELECT CAST(inhrelid AS regclass)::TEXT
            FROM pg_inherits
            WHERE inhparent = 'results'::regclass
            ORDER BY 1
            """
        ) { try $0.next() }
    }

    @Test func `partitions are created from the recent past to two weeks ahead, once`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            let now = Instant("2031-03-01T00:00:01Z")!
            let made = try await database.write { db in
                (try self.partitions.prepare(around: now, in: db), try self.partitions.prepare(around: now, in: db))
            }
            #expect(made == (17, 0))
            let days = try await database.read { db in try self.days(in: db).filter { $0.hasPrefix("results_2031") } }
            #expect(days.first == "results_20310227" && days.last == "results_20310315" && days.count == 17)
            // As old as the recorder accepts, and as far ahead as the last partition.
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                try self.results.insert(
                    [now - .hours(24), now, now + .days(14)].map { StoreFixtures.result(of: monitor, at: $0) }, in: db)
            }
        }
    }

    @Test func `a result without a partition is not invalid itself`() async throws {
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in
            let database = try await PostgreSQLDatabase(url: url, poolSize: 1)
            try await Migrations.all.apply(to: database)
            do {
                try await database.write { db in
                    let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                    try self.results.insert([StoreFixtures.result(of: monitor, at: db.now())], in: db)
                }
                Issue.record("a result without a partition was stored")
            } catch StoreError.unavailable {}
            await database.close()
        }
    }

    @Test func `ten processes create the same partitions concurrently`() async throws {
        try await PostgreSQLFixture.run { _, url in
            let now = Instant("2031-03-01T12:00:00Z")!
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let database = try await PostgreSQLDatabase(url: url, poolSize: 1)
                        let made = try await database.write { db in try ResultPartitions().prepare(around: now, in: db) }
                        await database.close()
                        return made
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(made == 17)
        }
    }

    @Test(
        arguments: [
            "UPDATE results_19700101 SET outcome = 0", "DELETE FROM results_19700101", "TRUNCATE results_19700101",
            "TRUNCATE results",
        ] as [SQL])
    func `the database refuses to change a partition by its own name`(_ attack: SQL) async throws {
        try await PostgreSQLFixture.run { database, _ in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                try self.results.insert([StoreFixtures.result(of: monitor, at: .epoch)], in: db)
            }
            do {
                try await database.write { db in try db.execute(attack) }
                Issue.record("history was changed")
            } catch StoreError.constraint {}
            let count = try await database.read { db in try db.first("SELECT count(*) FROM results") { try $0.next(Int.self) } }
            #expect(count == 1)
        }
    }

    @Test func `retention drops whole days, the oldest first, and only those below its limit`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            let slots = [0, 23, 24, 47].map { Instant.epoch + .hours($0) }
            let monitor = try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                try self.results.insert(slots.map { StoreFixtures.result(of: monitor, at: $0) }, in: db)
                return monitor
            }
            func remove(before end: Instant) async throws -> HistorySlice {
                try await database.write { db in try self.results.removeSlice(before: end, in: db) }
            }
            func slotsLeft() async throws -> [Instant] {
                try await database.read { db in
                    try self.results.samples(of: monitor.id, from: .epoch, to: Instant(seconds: 1_000_000), limit: 9, in: db).map(
                        \.slot)
                }
            }
            #expect(try await remove(before: .epoch + .hours(23)).next == nil)
            #expect(try await slotsLeft() == slots)
            #expect(try await remove(before: .epoch + .hours(30)).next != nil)
            #expect(try await remove(before: .epoch + .hours(30)).next == nil)
            #expect(try await slotsLeft() == Array(slots[2...]))
            // A lower limit would drop nothing, and is impossible: the watermark stays.
            #expect(try await remove(before: .epoch).next == nil)
            let watermark = try await database.read { db in try self.results.watermark(in: db) }
            #expect(watermark == .epoch + .hours(30))
        }
    }

    @Test func `a partition with a reader is dropped later, and neither waits for long`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            let gate = Gate()
            async let reading: Int? = database.read { db in
                let count = try db.first("SELECT count(*) FROM results") { try $0.next(Int.self) }
                gate.wait()
                return count
            }
            await gate.reached()
            do {
                _ = try await database.write { db in try self.results.removeSlice(before: .epoch + .days(1), in: db) }
                Issue.record("a partition was dropped under a reader")
            } catch StoreError.unavailable(let detail) {
                #expect(detail.contains("55P03"))
            }
            gate.open()
            _ = try await reading
            let slice = try await database.write { db in try self.results.removeSlice(before: .epoch + .days(1), in: db) }
            #expect(slice.next != nil)
        }
    }

    @Test func `SQLite needs no partitions`() async throws {
        try await TestDatabase.sqlite.run { database in
            let made = try await database.write { db in try self.partitions.prepare(around: db.now(), in: db) }
            #expect(made == 0)
        }
    }
}
