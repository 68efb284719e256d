import HawkCore
import HawkTestSupport
import Synchronization
import Testing

@testable import HawkStore

@Suite(.timeLimit(.minutes(3)))
struct InstallationCopyTests {
    private struct Interruption: Error {}

    @Test func `every row of every table is copied unchanged`() async throws {
        try await CopyFixture.run { fixture in
            let steps = try await fixture.copy()
            #expect(try await fixture.differences() == [])
            let tables = try await fixture.source.read { db in try CopiedTable.all(in: db) }
            let rows = try await fixture.source.read { db in try tables.map { try $0.count(in: db) }.reduce(0, +) }
            #expect(steps.last == .verified(tables: tables.count, rows: rows))
            #expect(steps.filter { if case .copied = $0 { true } else { false } }.count == tables.count)
        }
    }

    @Test func `a table of a later migration is copied too`() async throws {
        // Applied after the migrations that `CopyFixture` and the copy apply.
        let migrations = Migrations.with(["CREATE TABLE later (id \(.generatedID), name TEXT NOT NULL, seen BOOLEAN)"])
        try await CopyFixture.run(migrations: migrations, isMigrated: true) { fixture in
            try await fixture.copy(migrations: migrations)
            #expect(try await fixture.differences() == [])
        }
    }

    @Test func `a copy interrupted after each batch resumes and duplicates nothing`() async throws {
        try await CopyFixture.run { fixture in
            var copied: [String: Int] = [:]
            var runs = 0
            var isComplete = false
            while !isComplete {
                runs += 1
                var batches = 0
                do {
                    try await InstallationCopy(from: fixture.source, to: fixture.target, batch: 2).run { step in
                        guard case .copying(let table, let rows, _) = step else { return }
                        // This run begins where the last one ended.
                        if batches == 0 { #expect(rows == copied[table] ?? 0) }
                        copied[table] = rows
                        batches += 1
                        if batches == 2 { throw Interruption() }
                    }
                    isComplete = true
                } catch is Interruption {}
                try #require(runs < 1_000)
            }
            #expect(runs > 3 * copied.count)
            #expect(try await fixture.differences() == [])
        }
    }

    @Test func `complete tables are not read again, and their number is reported`() async throws {
        try await CopyFixture.run { fixture in
            await #expect(throws: Interruption.self) {
                try await InstallationCopy(from: fixture.source, to: fixture.target).run { step in
                    if case .copying("results", _, _) = step { throw Interruption() }
                }
            }
            let tables = try await fixture.source.read { db in try CopiedTable.all(in: db) }
            let before = tables.prefix { $0.name != "results" }.count
            let steps = try await fixture.copy()
            #expect(
                steps.prefix(2) == [.resumed(finished: before, of: tables.count), .copying(table: "results", rows: 0, of: 5)])
            #expect(try await fixture.differences() == [])
        }
    }

    @Test func `a connection that is lost after a batch of each table is replaced`() async throws {
        try await CopyFixture.run { fixture in
            try await InstallationCopy(from: fixture.source, to: fixture.target).run { step in
                guard case .copying(_, rows: 1..., _) = step else { return }
                try PostgreSQLTestServer.runBlocking(
                    """
                    SELECT count(pg_terminate_backend(pid, 10000))
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """, in: fixture.url)
            }
            #expect(try await fixture.differences() == [])
        }
    }

    @Test func `ids continue above all ids ever used`() async throws {
        try await CopyFixture.run { fixture in
            try await fixture.source.write { db in try db.execute("DELETE FROM status_pages WHERE id > 3") }
            try await fixture.copy()
            let next = try await fixture.target.write { db in
                try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
            }
            #expect(next.organization == ID(6) && next.id == ID(6))
            let page = try await fixture.target.write { db in
                try db.first(
                    """
                    INSERT INTO status_pages (
                      organization_id, slug, title, description, published, theme, history_days, sections, version, created_at,
                      updated_at
                    )
                    VALUES (1, 'new', '', '', FALSE, '', 1, '', 1, 0, 0)
                    RETURNING id
                    """
                ) { try $0.next(Int64.self) }
            }
            #expect(page == 6)
        }
    }

    @Test func `partitions are created for old history, and the watermark protects them as before`() async throws {
        let (old, recent) = (Instant("2021-02-03T23:59:59Z")!, Instant("2026-09-01T00:00:00Z")!)
        try await CopyFixture.run(rows: 1) { fixture in
            try await fixture.source.write { db in
                let monitor = try StoreFixtures.monitor(of: ID(1), in: db)
                try ResultRepository().insert([old, recent].map { StoreFixtures.result(of: monitor, at: $0) }, in: db)
                try db.execute("UPDATE watermarks SET slot = \(old) WHERE name = 'results'")
            }
            try await fixture.copy()
            #expect(try await fixture.differences() == [])
            let days = try await fixture.target.read { db in
                try db.rows("SELECT inhrelid::regclass::TEXT FROM pg_inherits WHERE inhparent = 'results'::regclass ORDER BY 1") {
                    try $0.next(String.self)
                }
            }
            #expect(days == ["results_19700101", "results_20210203", "results_20260901"])
            await #expect(throws: StoreError.self) {
                try await fixture.target.write { db in try db.execute("DELETE FROM results") }
            }
            // The day of the watermark itself may contain newer results.
            let dropped = try await fixture.target.write { db in
                try (0..<2).map { _ in try ResultPartitions().dropOldest(in: db) }
            }
            #expect(dropped == [0, nil])
        }
    }

    @Test func `during an unfinished copy nothing else may use the target`() async throws {
        try await CopyFixture.run { fixture in
            await #expect(throws: Interruption.self) {
                try await InstallationCopy(from: fixture.source, to: fixture.target).run { _ in throw Interruption() }
            }
            let sentence = StoreError.unusable(
                "a copy into this database is unfinished: run the same `statushawk copy` again, or use an empty database")
            await #expect(throws: sentence) {
                try await fixture.target.read { db in try CopyRepository().requireFinished(in: db) }
            }
            try await fixture.copy()
            try await fixture.target.read { db in try CopyRepository().requireFinished(in: db) }
            try await fixture.source.read { db in try CopyRepository().requireFinished(in: db) }
        }
    }
}
