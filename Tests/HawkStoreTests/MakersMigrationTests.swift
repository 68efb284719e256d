import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

struct MakersMigrationTests {
    @Test func `creations by tokens get their maker from the audit log, and those of former members end`() async throws {
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

    /// Token 1 is a member's and created 2, which created 3. Token 4 is a former member's. Token 3 and that member each sent an
    /// invitation.
    private static let before: [SQL] = [
        """
        INSERT INTO users (id, email, email_key, name, password_hash, created_at)
        VALUES (1, 'a', 'a', 'A', '', 0), (2, 'b', 'b', 'B', '', 0)
        """,
        "INSERT INTO organizations (id, name, created_at) VALUES (1, 'Acme', 0)",
        "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (1, 1, 'admin', 0)",
        """
        INSERT INTO tokens (id, organization_id, name, role, token_hash, prefix, created_by, created_at)
        VALUES (1, 1, 'own', 'owner', \([1 as UInt8]), 'shk_', 1, 5), (2, 1, 'child', 'owner', \([2 as UInt8]), 'shk_', NULL, 5),
          (3, 1, 'grandchild', 'viewer', \([3 as UInt8]), 'shk_', NULL, 5), (4, 1, 'left', 'owner', \([4 as UInt8]), 'shk_', 2, 5)
        """,
        """
        INSERT INTO invitations (id, organization_id, email, role, token_hash, created_by, created_at, expires_at)
        VALUES (1, 1, 'c', 'viewer', \([5 as UInt8]), NULL, 5, 1000), (2, 1, 'd', 'viewer', \([6 as UInt8]), 2, 5, 1000)
        """,
        """
        INSERT INTO audit (organization_id, at, user_id, token_id, action, subject_type, subject_id, details)
        VALUES (1, 5, 1, NULL, 'token.create', 'token', 1, '{}'), (1, 5, NULL, 1, 'token.create', 'token', 2, '{}'),
          (1, 5, NULL, 2, 'token.create', 'token', 3, '{}'), (1, 5, 2, NULL, 'token.create', 'token', 4, '{}'),
          (1, 5, NULL, 3, 'invitation.create', 'invitation', 1, '{}'), (1, 5, NULL, 3, 'monitor.create', 'monitor', 4, '{}')
        """,
    ]

    private func migrates(_ database: any Database) async throws {
        let before = Migrations([
            .createSchema, .addBlindSpells, .addRunners, .addHeartbeats, .addCertificateChains, .addAcknowledger,
            .addCertificateWarnings, .addUntimed, .addDuePings,
        ])
        try await before.apply(to: database)
        try await database.write { db in for statement in Self.before { try db.execute(statement) } }
        #expect(try await Migrations.all.apply(to: database).first == 10)
        try await database.read { db in
            let now = Instant(milliseconds: 10)
            let listed = try TokenRepository().list(of: ID(1), after: nil, limit: 10, in: db)
            #expect(listed.map(\.createdBy) == [ID(1), ID(1), ID(1)] && listed.map(\.id) == [ID(1), ID(2), ID(3)])
            // The maker is now an admin.
            #expect(listed.map(\.role) == [.admin, .admin, .viewer])
            let inForce = try [1, 2, 3, 4].map { (byte: UInt8) in try TokenRepository().find(hash: [byte], at: now, in: db)?.id }
            #expect(inForce == [ID(1), ID(2), ID(3), nil])
            #expect(try TokenRepository().find([ID(2), ID(4)], at: now, in: db).map(\.id) == [ID(2)])
            let invitations = try InvitationRepository().list(of: ID(1), after: nil, limit: 10, at: now, in: db)
            #expect(invitations.map(\.id) == [ID(1)] && invitations.first?.createdBy == ID(1))
        }
    }
}
