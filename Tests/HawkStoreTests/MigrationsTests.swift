import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

struct MigrationsTests {
    /// Migrations that are already applied.
    private let known = (1...Migrations.all.newest).map { Migration(version: $0, name: "known") { _ in ["not even read"] } }
    private let next = Migrations.all.newest + 1

    @Test(arguments: TestDatabase.all)
    func `an empty database is migrated once`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let applied = try await Migrations.all.apply(to: database)
            #expect(applied == [])
            let versions = try await database.read { db in
                try db.rows("SELECT version FROM schema_migrations ORDER BY version") { try $0.next(Int.self) }
            }
            #expect(versions == Array(1...Migrations.all.newest))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a database of a newer program is refused in one sentence`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                try db.execute("INSERT INTO schema_migrations (version, name, applied_at) VALUES (99, 'future', 0)")
            }
            do {
                try await Migrations.all.apply(to: database)
                Issue.record("a newer schema was accepted")
            } catch let error as StoreError {
                #expect(
                    "\(error)"
                        == "the database was created by a newer StatusHawk (schema 99, this version supports \(Migrations.all.newest)): "
                        + "install that version or a later one")
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a failed migration leaves nothing half done`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let broken = Migrations(
                self.known + [
                    Migration(version: self.next, name: "broken") { _ in
                        ["CREATE TABLE half (a BIGINT)", "CREATE TABLE half (a BIGINT)"]
                    }
                ])
            await #expect(throws: StoreError.self) { try await broken.apply(to: database) }
            let newest = try await database.read { db in
                try db.first("SELECT max(version) FROM schema_migrations") { try $0.next(Int.self) }
            }
            #expect(newest == Migrations.all.newest)
            try await database.write { db in try db.execute("CREATE TABLE half (a BIGINT)") }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a later migration is applied to an existing database`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let longer = Migrations(
                self.known + [
                    Migration(version: self.next, name: "later") { _ in ["CREATE TABLE later (id \(.generatedID))"] }
                ])
            let applied = try await longer.apply(to: database)
            #expect(applied == [self.next])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `older heartbeats are due an interval after their last ping or their monitor's change`(
        _ backend: TestDatabase
    )
        async throws
    {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                var configuration = MonitorConfiguration(
                    name: "Backup", type: .heartbeat, target: "",
                    schedule: .heartbeat(PingTiming(interval: .hours(1), grace: .minutes(1))), locations: [])
                var monitors = try (0..<4).map { _ in try StoreFixtures.monitor(configuration, of: organization, in: db) }
                configuration.schedule = .heartbeat(PingTiming(interval: .hours(2), grace: .minutes(1)))
                monitors[1] = try MonitorRepository().update(
                    monitors[1].edited(to: configuration, at: monitors[1].createdAt + .hours(9)), in: db)
                try MonitorRepository().pause(monitors[2], at: monitors[2].createdAt, in: db)
                for monitor in monitors {
                    try HeartbeatRepository().insert(
                        Heartbeat(
                            monitor: monitor.id, key: PingKey(),
                            settledAt: monitor.id == monitors[3].id ? nil : monitor.createdAt + .minutes(7)),
                        in: db)
                }
                // The schema before version 9.
                for column in ["due_at", "running_since"] as [SQL] {
                    try db.execute("ALTER TABLE heartbeats DROP COLUMN \(column)")
                }
                for statement in Migration.addDuePings.statements(db.dialect) { try db.execute(statement) }
                let due = try monitors.map {
                    try MonitorRepository().pulse(of: $0.id, in: db)?.dueAt.map { $0 - monitors[0].createdAt }
                }
                #expect(due == [.minutes(67), .hours(11), nil, nil])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `older monitors without a location are heartbeats, whose timeout was their grace period`(_ backend: TestDatabase)
        async throws
    {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let checked = MonitorConfiguration(
                    name: "Shop", type: .tcp, target: "shop:80",
                    schedule: .polled(
                        CheckTiming(
                            interval: .seconds(30), timeout: .seconds(4), confirmations: 2, confirmationDelay: .seconds(1))))
                let job = MonitorConfiguration(
                    name: "Backup", type: .heartbeat, target: "",
                    schedule: .heartbeat(PingTiming(interval: .hours(1), grace: .minutes(3))), locations: [])
                let monitors = try [checked, job].map { try StoreFixtures.monitor($0, of: organization, in: db) }
                // The schema before version 19.
                try db.execute("UPDATE monitors SET timeout_ms = grace_ms WHERE kind = 'heartbeat'")
                for column in ["kind", "grace_ms"] as [SQL] { try db.execute("ALTER TABLE monitors DROP COLUMN \(column)") }
                for statement in Migration.addMonitorKind.statements(db.dialect) { try db.execute(statement) }
                let migrated = try monitors.map { try MonitorRepository().require($0.id, of: organization, in: db) }
                #expect(migrated == monitors)
                #expect(try MonitorRepository().active(in: db).keys.elementsEqual([monitors[0].id]))
                #expect(
                    try monitors.map { try MonitorRepository().pulse(of: $0.id, in: db)?.schedule.kind } == [.polled, .heartbeat])
            }
        }
    }

    @Test func `two programs may migrate a file concurrently`() async throws {
        try await TemporaryDirectory.with { directory in
            let databases = try (0..<2).map { _ in try SQLiteDatabase(path: "\(directory)/two.db", clock: ManualClock()) }
            async let first = Migrations.all.apply(to: databases[0])
            async let second = Migrations.all.apply(to: databases[1])
            let applied = try await first + second
            #expect(applied == Array(1...Migrations.all.newest))
            for database in databases { await database.close() }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `ten programs may migrate a server's database concurrently`() async throws {
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        let database = try await PostgreSQLDatabase(url: url, poolSize: 1)
                        let applied = try await Migrations.all.apply(to: database)
                        await database.close()
                        return applied
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied == Array(1...Migrations.all.newest))
        }
    }
}
