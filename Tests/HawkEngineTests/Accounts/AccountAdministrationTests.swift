import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct AccountAdministrationTests {
    private func with(_ test: (AccountAdministration, any Database) async throws -> Void) async throws {
        let clock = ManualClock()
        try await TestDatabase.sqlite.run(clock: clock) { database in
            try await test(
                AccountAdministration(database: database, clock: clock, passwords: Passwords(rounds: 2)), database)
        }
    }

    @Test func `the first owner is created once`() async throws {
        try await self.with { administration, database in
            let password = Secret("correct horse battery")
            #expect(try await administration.createFirstOwner(email: "a@example.com", password: password))
            #expect(try await !administration.createFirstOwner(email: "b@example.com", password: password))
            let memberships = try await database.read { db in
                try MembershipRepository().list(of: ID(1), in: db).map { ($0.organization.name, $0.role) }
            }
            #expect(memberships.map(\.0) == ["a's organization"] && memberships.map(\.1) == [.owner])
        }
    }

    @Test func `a user joins the named organization, or a new one is created`() async throws {
        try await self.with { administration, database in
            let password = Secret("correct horse battery")
            try await administration.createUser(email: "a@example.com", password: password, organization: "Acme")
            try await administration.createUser(email: "b@example.com", password: password, organization: "Acme", role: .viewer)
            try await administration.createUser(email: "c@example.com", password: password, organization: "Other")
            let members = try await database.read { db in
                try MembershipRepository().list(of: ID(1), after: nil, limit: 10, in: db).map { ($0.user.email, $0.role) }
            }
            #expect(members.map(\.0) == ["a@example.com", "b@example.com"] && members.map(\.1) == [.owner, .viewer])
        }
    }

    @Test func `impossible changes are refused with a message`() async throws {
        try await self.with { administration, _ in
            let error = await #expect(throws: OperationError.self) {
                try await administration.resetPassword(email: "x@example.com", password: Secret("correct horse battery"))
            }
            #expect(error?.message == "no account has the address x@example.com")
            await #expect(throws: OperationError.self) {
                try await administration.createUser(email: "x@example.com", password: Secret("short"))
            }
        }
    }

    @Test func `a reset password ends all sessions`() async throws {
        try await self.with { administration, database in
            try await administration.createUser(email: "a@example.com", password: Secret("correct horse battery"))
            try await database.write { db in
                let now = try db.now()
                try SessionRepository().insert(
                    hash: [1], of: ID(1), at: now, expiresAt: now + .days(1), userAgent: "", address: "", in: db)
            }
            try await administration.resetPassword(email: "A@example.com", password: Secret("another good one"))
            let (hash, sessions) = try await database.read { db in
                (
                    try UserRepository().passwordHash(of: ID(1), in: db),
                    try SessionRepository().list(of: ID(1), before: nil, limit: 10, at: try db.now(), in: db)
                )
            }
            #expect(sessions.isEmpty)
            #expect(try await Passwords(rounds: 2).verify(Secret("another good one"), against: hash))
        }
    }
}
