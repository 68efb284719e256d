import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct MailRecipientRepositoryTests {
    private let recipients = MailRecipientRepository()

    @Test(arguments: TestDatabase.all)
    func `a recipient is mailed by one notifier, confirms, and can unsubscribe`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                for _ in 0..<2 { try self.recipients.insert("bob@example.com", of: organization, in: db) }
                func bob() throws -> MailRecipient {
                    let found = try self.recipients.list(["bob@example.com", "x@example.com"], of: organization, in: db)
                    #expect(found.count == 1)
                    return try #require(found.first)
                }
                let new = try bob()
                #expect(new.state == .pending && new.mailAt == nil)
                #expect(try self.recipients.countPending(of: organization, in: db) == 1)

                try self.recipients.schedule(new.id, at: clock.now + .hours(1), in: db)
                #expect(try self.recipients.due(limit: 5, in: db).isEmpty)
                #expect(try self.recipients.lastMail(to: "bob@example.com", in: db) == clock.now + .hours(1))
                clock.advance(by: .hours(1))
                let due = try #require(try self.recipients.due(limit: 5, in: db).first)
                #expect(try self.recipients.claim(due, hash: [1, 2], in: db))
                #expect(try !self.recipients.claim(due, hash: [3, 4], in: db))
                #expect(try self.recipients.due(limit: 5, in: db).isEmpty)
                #expect(try self.recipients.find(hash: [1, 2], in: db)?.id == new.id)
                #expect(try self.recipients.find(hash: [3, 4], in: db) == nil)
                #expect(try self.recipients.lastMails(of: organization, limit: 5, in: db) == [clock.now])

                try self.recipients.confirm(new.id, in: db)
                #expect(try bob().state == .confirmed)
                // A confirmed recipient is not mailed.
                try self.recipients.schedule(new.id, at: clock.now, in: db)
                #expect(try self.recipients.due(limit: 5, in: db).isEmpty)
                try self.recipients.unsubscribe(new.id, in: db)
                #expect(try bob().state == .unsubscribed)
                try self.recipients.schedule(new.id, at: clock.now, in: db)
                #expect(try self.recipients.due(limit: 5, in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `each organization has its own recipients, and the mails of an address are counted over all`(_ backend: TestDatabase)
        async throws
    {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let organizations = try ["One", "Two"].map { try StoreFixtures.organization($0, in: db) }
                for (index, organization) in organizations.enumerated() {
                    try self.recipients.insert("bob@example.com", of: organization, in: db)
                    let bob = try #require(try self.recipients.list(["bob@example.com"], of: organization, in: db).first)
                    try self.recipients.schedule(bob.id, at: clock.now + .hours(Int64(index)), in: db)
                }
                #expect(try self.recipients.lastMail(to: "bob@example.com", in: db) == clock.now + .hours(1))
                #expect(try self.recipients.lastMails(of: organizations[0], limit: 5, in: db) == [clock.now])
                let bob = try #require(try self.recipients.list(["bob@example.com"], of: organizations[0], in: db).first)
                try self.recipients.unsubscribe(bob.id, in: db)
                #expect(try self.recipients.list(["bob@example.com"], of: organizations[1], in: db).map(\.state) == [.pending])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `members are known by the confirmed addresses of their accounts`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let (organization, other) = (try StoreFixtures.organization(in: db), try StoreFixtures.organization(in: db))
                for (name, isConfirmed) in [("Alice", true), ("Bob", false)] {
                    let user = try UserRepository().insert(
                        email: "\(name)@Example.com", emailConfirmed: isConfirmed, name: name, passwordHash: "", at: .epoch,
                        in: db)
                    try MembershipRepository().insert(user.id, of: organization, role: .owner, at: .epoch, in: db)
                }
                let addresses = ["alice@example.com", "bob@example.com", "eve@example.com"]
                let memberships = MembershipRepository()
                #expect(try memberships.confirmedAddresses(among: addresses, of: organization, in: db) == ["alice@example.com"])
                #expect(try memberships.confirmedAddresses(among: addresses, of: other, in: db).isEmpty)
            }
        }
    }
}
