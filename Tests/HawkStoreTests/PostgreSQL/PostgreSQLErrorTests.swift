import HawkCore
import HawkStore
import HawkTestSupport
import Testing

/// Each kind of refusal becomes the error that callers handle.
struct PostgreSQLErrorTests {
    /// Makes the server refuse with an error code, and counts the runs of the transaction.
    private func refusal(_ code: String) async throws -> (error: StoreError?, runs: Int) {
        try await PostgreSQLFixture.run(poolSize: 1) { database, _ in
            try await database.write { db in
                try db.execute(
                    """
                    CREATE FUNCTION refuse(code TEXT) RETURNS BIGINT LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = code; END $$
                    """)
            }
            let runs = Tally()
            do {
                try await database.write { db in
                    runs.add()
                    _ = try db.rows("SELECT refuse(\(code))") { try $0.next(Int.self) }
                }
                return (nil, runs.count)
            } catch let error as StoreError {
                return (error, runs.count)
            }
        }
    }

    @Test(arguments: [
        // The disk is full, or reading or writing it failed.
        ("53100", StoreError.disk(detail: "PostgreSQL 53100: no"), 1), ("58030", .disk(detail: "PostgreSQL 58030: no"), 1),
        // Too many clients, no memory, a lock not acquired in time, a server that is read-only.
        ("53300", .unavailable(detail: "PostgreSQL 53300: no"), 1), ("53200", .unavailable(detail: "PostgreSQL 53200: no"), 1),
        ("55P03", .unavailable(detail: "PostgreSQL 55P03: no"), 1), ("25006", .unavailable(detail: "PostgreSQL 25006: no"), 1),
        ("23503", .constraint(detail: "PostgreSQL 23503: no"), 1), ("XX001", .corrupt(detail: "PostgreSQL XX001: no"), 1),
        ("42P01", .schema(detail: "PostgreSQL 42P01: no"), 1), ("42601", .invalid(detail: "PostgreSQL 42601: no"), 1),
        ("42501", .unusable("the PostgreSQL user lacks a permission: PostgreSQL 42501: no"), 1),
        // Conflicts with other transactions are retried five times. A session that no longer fits is retried once.
        ("40001", .unavailable(detail: "PostgreSQL 40001: no"), 6), ("40P01", .unavailable(detail: "PostgreSQL 40P01: no"), 6),
        ("0A000", .invalid(detail: "PostgreSQL 0A000: no"), 2),
    ])
    func `a refusal is reported by its kind`(_ code: String, _ error: StoreError, _ runs: Int) async throws {
        let refusal = try await self.refusal(code)
        #expect(refusal.error == error)
        #expect(refusal.runs == runs)
    }

    @Test func `no description contains the server's message`() async throws {
        for code in ["53100", "23503", "42P01", "40001", "XX001"] {
            let error = try #require(try await self.refusal(code).error)
            #expect(!"\(error)".contains(code) && !"\(error)".contains("PostgreSQL"))
            #expect(error.detail?.contains(code) == true)
        }
    }

    @Test func `a key of several columns is named without its values`() async throws {
        try await PostgreSQLFixture.run { database, _ in
            await #expect(throws: StoreError.unique(table: "memberships", columns: ["organization_id", "user_id"])) {
                try await database.write { db in
                    let organization = try StoreFixtures.organization(in: db)
                    let user = try UserRepository().insert(
                        email: "a@b.test", emailConfirmed: true, name: "A", passwordHash: "", at: .epoch, in: db)
                    for _ in 0..<2 {
                        try MembershipRepository().insert(user.id, of: organization, role: .owner, at: .epoch, in: db)
                    }
                }
            }
        }
    }
}
