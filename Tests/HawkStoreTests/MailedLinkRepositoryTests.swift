import HawkCore
import HawkTestSupport
import Testing

@testable import HawkStore

struct MailedLinkRepositoryTests {
    private let links = MailedLinkRepository()

    @Test(arguments: TestDatabase.all)
    func `a link is mailed by one notifier, and works once, until a later one replaces it`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                #expect(try self.links.plan(.signUp, to: "dana@example.com", in: db))
                let due = try #require(try self.links.due(limit: 5, in: db).first)
                #expect(due.address == "dana@example.com" && due.kind == .signUp)
                #expect(try self.links.claim(due, hash: [1], in: db))
                #expect(try !self.links.claim(due, hash: [2], in: db))
                #expect(try self.links.due(limit: 5, in: db).isEmpty)
                #expect(try self.links.find(.signUp, hash: [2], in: db) == nil)
                #expect(try self.links.find(.signUp, hash: [1], in: db)?.id == due.id)

                clock.advance(by: .minutes(10))
                try self.links.plan(.signUp, to: "dana@example.com", in: db)
                let later = try #require(try self.links.due(limit: 5, in: db).first)
                #expect(later.id == due.id)
                #expect(try self.links.claim(later, hash: [3], in: db))
                #expect(try self.links.find(.signUp, hash: [1], in: db) == nil)

                let found = try #require(try self.links.find(.signUp, hash: [3], in: db))
                #expect(try self.links.use(found, hash: [3], in: db))
                #expect(try !self.links.use(found, hash: [3], in: db))
                #expect(try self.links.find(.signUp, hash: [3], in: db) == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `links that expire early still count for the whole day`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                var planned = 0
                for _ in 0..<8 {
                    if try self.links.plan(.passwordReset, to: "dana@example.com", in: db) { planned += 1 }
                    clock.advance(by: .hours(2))
                    try RetentionRepository().removeBatch(.mailedLinks, before: db.now(), limit: 100, in: db)
                }
                #expect(planned == MailedLink.perAddress.perDay)
                clock.advance(by: .hours(9))
                try RetentionRepository().removeBatch(.mailedLinks, before: db.now(), limit: 100, in: db)
                #expect(try self.links.countRequests(since: .epoch, in: db) == 0)
                #expect(try self.links.plan(.passwordReset, to: "dana@example.com", in: db))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a link and an unsent mail expire after a day`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                for name in ["a", "b"] { try self.links.plan(.signUp, to: name, in: db) }
                clock.advance(by: .hours(2))
                let due = try self.links.due(limit: 5, in: db)
                #expect(Set(due.map(\.address)) == ["a", "b"])
                let first = try #require(due.first)
                #expect(try self.links.claim(first, hash: [1], in: db))
                clock.advance(by: .hours(24) - .milliseconds(1))
                #expect(try self.links.find(.signUp, hash: [1], in: db) != nil)
                #expect(try self.links.due(limit: 5, in: db).isEmpty)
                clock.advance(by: .milliseconds(1))
                #expect(try self.links.find(.signUp, hash: [1], in: db) == nil)
                #expect(try !self.links.use(first, hash: [1], in: db))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a failed mail is sent again, unless its link was used`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                try self.links.plan(.signUp, to: "a", in: db)
                let link = try #require(try self.links.due(limit: 5, in: db).first)
                #expect(try self.links.claim(link, hash: [1], in: db))
                try self.links.retry(link.id, hash: [1], at: clock.now + .minutes(1), in: db)
                #expect(try self.links.due(limit: 5, in: db).isEmpty)
                clock.advance(by: .minutes(1))
                let again = try #require(try self.links.due(limit: 5, in: db).first)
                #expect(try self.links.claim(again, hash: [2], in: db))
                #expect(try self.links.use(again, hash: [2], in: db))
                try self.links.retry(again.id, hash: [2], at: clock.now, in: db)
                #expect(try self.links.due(limit: 5, in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an address gets one mail in ten minutes and five a day`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                func plan(after pause: Duration = .zero) throws -> Bool {
                    clock.advance(by: pause)
                    return try self.links.plan(.signUp, to: "dana@example.com", in: db)
                }
                let first = try plan()
                #expect(first)
                #expect(try !plan(after: .minutes(10) - .milliseconds(1)))
                #expect(try plan(after: .milliseconds(1)))
                // A refused request does not restart the pause.
                #expect(try !plan(after: .minutes(9)))
                #expect(try plan(after: .minutes(1)))
                #expect(try plan(after: .minutes(10)))
                #expect(try plan(after: .minutes(10)))
                #expect(try !plan(after: .minutes(10)))
                #expect(try self.links.plan(.signUp, to: "eve@example.com", in: db))
                #expect(try self.links.countRequests(since: clock.now - .minutes(1), in: db) == 1)
                #expect(try self.links.countRequests(since: clock.now - .hours(1), in: db) == 6)
                #expect(try plan(after: .hours(24)))
                #expect(try self.links.countRequests(since: clock.now - .hours(1), in: db) == 1)
                #expect(try db.first("SELECT count(*) FROM mailed_links") { try $0.next(Int.self) } == 2)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of several concurrent requests only one is mailed`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let planned = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await database.write { db in try self.links.plan(.signUp, to: "dana@example.com", in: db) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(planned.count { $0 } == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `mails to send and the requests of an hour are found through an index`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            let steps = try await database.write { db in
                if db.dialect == .postgreSQL { try db.execute("SET LOCAL enable_seqscan = off") }
                let recorder = PlanRecorder(db)
                _ = try self.links.due(limit: 10, in: recorder)
                _ = try self.links.countRequests(since: .epoch, in: recorder)
                return recorder.steps.joined(separator: "\n")
            }
            for index in ["mailed_links_due", "mailed_links_requested"] { #expect(steps.contains(index), "\(index): \(steps)") }
        }
    }
}

struct ConfirmedAddressesMigrationTests {
    @Test func `existing accounts keep their mail`() async throws {
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
            .addCertificateWarnings, .addUntimed, .addDuePings, .addFairSending, .addMailRecipients, .addMakers, .addQuotas,
            .addAuditOrigin, .addIncidentVisibility,
        ])
        try await before.apply(to: database)
        try await database.write { db in
            try db.execute(
                "INSERT INTO users (id, email, email_key, name, password_hash, created_at) VALUES (1, 'A@x', 'a@x', 'A', '', 7)")
            try db.execute("INSERT INTO organizations (id, name, created_at) VALUES (1, 'Acme', 0)")
            try db.execute("INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (1, 1, 'admin', 0)")
        }
        #expect(try await Migrations.all.apply(to: database).first == 16)
        try await database.read { db in
            #expect(try MembershipRepository().confirmedAddresses(among: ["a@x"], of: ID(1), in: db) == ["a@x"])
            let at = try db.first("SELECT email_confirmed_at FROM users") { try $0.next(Int64.self) }
            #expect(at == 7)
        }
    }
}
