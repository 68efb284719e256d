import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

struct CertificateMigrationTests {
    @Test func `older states and chains are read unchanged, without any alert`() async throws {
        try await TemporaryDirectory.with { directory in
            let database = try SQLiteDatabase(path: "\(directory)/old.db", clock: ManualClock())
            try await self.migrates(database)
            await database.close()
        }
        try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in
            let database = try await PostgreSQLDatabase(url: url)
            try await self.migrates(database)
            await database.close()
        }
    }

    private func migrates(_ database: any Database) async throws {
        let before = Migrations([
            .createSchema, .addBlindSpells, .addRunners, .addHeartbeats, .addCertificateChains, .addAcknowledger,
        ])
        try await before.apply(to: database)
        try await database.write { db in
            try db.execute(
                """
                INSERT INTO monitor_states (monitor_id, version, verdict, since, incident_id)
                VALUES (1, 3, \(Verdict.down), 5, 8)
                """)
            try db.execute(
                """
                INSERT INTO certificate_chains (monitor_id, revision, location, seen_at, certificates)
                VALUES (1, 1, 'default', 5, '[]')
                """)
        }
        #expect(try await Migrations.all.apply(to: database).first == 7)
        try await database.read { db in
            let state = try #require(try MonitorStateRepository().all(of: [ID(1)], in: db).first)
            #expect(state.verdict == .down && state.incident == ID(8) && state.certificateIncident == nil)
            #expect(state.certificates == CertificateWatch())
            let chains = try db.rows("SELECT monitor_id, expires_at FROM certificate_chains") {
                (try $0.next(Int64.self), try $0.next(Instant?.self))
            }
            #expect(chains.count == 1 && chains[0].1 == nil)
        }
    }
}
