import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

/// What a copy finds in the schema of its source.
struct CopiedTableTests {
    @Test func `every table and column of PostgreSQL is copied`() async throws {
        let copied = try await TestDatabase.sqlite.run { database in
            try await database.read { db in try CopiedTable.all(in: db) }
        }
        let there = try await TestDatabase.postgreSQL.run { database in
            try await database.read { db in
                try db.rows(
                    """
                    SELECT relname::TEXT, string_agg(attname, ' ' ORDER BY attnum)
                    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                    WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
                      AND attnum > 0 AND NOT attisdropped AND relname <> 'schema_migrations'
                    GROUP BY relname
                    """
                ) { (try $0.next(String.self), try $0.next(String.self)) }
            }
        }
        #expect(
            Dictionary(uniqueKeysWithValues: copied.map { ($0.name, $0.columns.joined(separator: " ")) })
                == Dictionary(uniqueKeysWithValues: there))
    }

    @Test func `a table comes after the tables that it references, even if it was created before them`() async throws {
        let migrations = Migrations.with([
            "CREATE TABLE regions (id \(.generatedID), name TEXT NOT NULL)",
            "ALTER TABLE organizations ADD COLUMN region_id BIGINT REFERENCES regions (id)",
        ])
        try await TestDatabase.sqlite.run { database in
            try await migrations.apply(to: database)
            let tables = try await database.read { db in try CopiedTable.all(in: db) }
            for (index, table) in tables.enumerated() {
                #expect(table.parents.isSubset(of: tables[..<index].map(\.name)))
            }
            #expect(tables.first { $0.name == "organizations" }?.parents == ["regions"])
        }
    }

    @Test(
        arguments: [
            ["CREATE TABLE keyless (a BIGINT)"],
            [
                "CREATE TABLE hens (id \(.generatedID), egg_id BIGINT REFERENCES eggs (id))",
                "CREATE TABLE eggs (id \(.generatedID), hen_id BIGINT REFERENCES hens (id))",
            ],
        ] as [[SQL]])
    func `a table that cannot be copied is refused rather than skipped`(_ statements: [SQL]) async throws {
        try await TestDatabase.sqlite.run { database in
            try await Migrations.with(statements).apply(to: database)
            await #expect(throws: StoreError.self) { try await database.read { db in try CopiedTable.all(in: db) } }
        }
    }

    @Test func `a page is one range of the key, without sorting`() async throws {
        try await CopyFixture.run { fixture in
            try await fixture.source.read { db in
                for table in try CopiedTable.all(in: db) {
                    let first = try table.page(after: nil, limit: 2, in: db)
                    let recorder = PlanRecorder(db)
                    let second = try table.page(after: table.position(of: first[1]), limit: 2, in: recorder)
                    #expect(second.count == 2 && !first.contains(second[0]), "\(table.name)")
                    #expect(recorder.steps.count == 1 && recorder.steps[0].hasPrefix("SEARCH \(table.name) USING"))
                }
            }
        }
    }

    @Test func `a page of long rows is short`() async throws {
        try await TestDatabase.sqlite.run { database in
            try await database.write { db in
                for number in 0..<9 {
                    try InstallationRepository().set("\(number)", to: String(repeating: "x", count: 1 << 20), in: db)
                }
            }
            try await database.read { db in
                let table = try #require(try CopiedTable.all(in: db).first { $0.name == "installation" })
                let page = try table.page(after: nil, limit: 100, in: db)
                #expect(page.count == 4)
                let rest = try table.page(after: table.position(of: page[3]), limit: 100, in: db)
                #expect(try rest.first.map(table.position) == ["4"])
            }
        }
    }
}

extension Migrations {
    /// This version's schema, and one more migration.
    static func with(_ statements: [SQL]) -> Migrations {
        let known = (1...Migrations.all.newest).map { Migration(version: $0, name: "known") { _ in [] } }
        return Migrations(known + [Migration(version: Migrations.all.newest + 1, name: "more") { _ in statements }])
    }
}
