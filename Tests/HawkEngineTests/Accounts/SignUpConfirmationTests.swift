import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Confirmed addresses with open sign-up: which mails are planned, what a link allows, and what others cannot learn.
@Suite struct SignUpConfirmationTests {
    private struct Scene {
        let fixture: EngineFixture
        let confirmations: SignUpConfirmations
        let signUp: SignUpOperations
        let visitor = Visitor(address: "192.0.2.1", network: "192.0.2.1", userAgent: "tests", isLocal: true)

        var engine: Engine { self.fixture.engine }

        /// Plays the notifier: returns the token of the mail to an address.
        func mailed(_ email: String) async throws -> Secret {
            let credential = Credential()
            let isMailed = try await self.engine.database.write { db in
                let links = MailedLinkRepository()
                guard let link = try links.due(limit: 50, in: db).first(where: { $0.address == email }) else { return false }
                return try links.claim(link, hash: credential.hash, in: db)
            }
            #expect(isMailed, "no mail to \(email)")
            return credential.secret
        }

        func join(_ email: String, _ confirmation: Secret? = nil, invitation: Secret? = nil) async throws -> SignedIn {
            let draft = SignUpDraft(
                email: email, password: Secret("correct horse battery"), name: "Dana", invitation: invitation,
                confirmation: confirmation)
            return try await self.signUp.signUp(draft, from: self.visitor)
        }

        func refusal(_ body: () async throws -> Void) async -> OperationError? {
            do {
                try await body()
                return nil
            } catch {
                return error as? OperationError
            }
        }

        /// Returns whether alerts go to an account's address without consent.
        func isConfirmed(_ user: ID<User>, _ email: String) async throws -> Bool {
            try await self.engine.database.read { db in
                guard let organization = try MembershipRepository().list(of: user, in: db).first?.organization.id else {
                    return false
                }
                return try MembershipRepository().confirmedAddresses(among: [email], of: organization, in: db) == [email]
            }
        }

        func plannedMails() async throws -> [String] {
            try await self.engine.database.read { db in try MailedLinkRepository().due(limit: 500, in: db).map(\.address) }
        }
    }

    private func run(
        _ backend: TestDatabase = .sqlite, signups: Installation.Signups = .open, sendsMail: Bool = true, hasOwner: Bool = true,
        _ test: (Scene) async throws -> Void
    ) async throws {
        try await EngineFixture.with(backend, signups: signups, sendsMail: sendsMail) { fixture in
            let passwords = Passwords(rounds: 2)
            if hasOwner {
                try await AccountAdministration(database: fixture.engine.database, clock: fixture.clock, passwords: passwords)
                    .createUser(email: "Owner@example.com", password: Secret("correct horse battery"))
            }
            try await test(
                Scene(
                    fixture: fixture, confirmations: SignUpConfirmations(fixture.engine),
                    signUp: SignUpOperations(fixture.engine, passwords: passwords)))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an address with an account gets the same response as a new one, and a mail`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene async throws in
            try await scene.confirmations.request(for: "Dana@example.com")
            try await scene.confirmations.request(for: "owner@Example.com")
            #expect(try await Set(scene.plannedMails()) == ["dana@example.com", "owner@example.com"])
            var refusals: [OperationError?] = []
            for email in ["dana@example.com", "OWNER@example.com"] {
                refusals.append(await scene.refusal { _ = try await scene.join(email) })
            }
            #expect(refusals[0] == refusals[1] && refusals[0]?.code == .forbidden)
            #expect(refusals[0]?.errors.map(\.field) == ["confirmation"])
            for email in ["dana@example.com", "owner@example.com"] {
                let wrong = await scene.refusal { _ = try await scene.join(email, Secret("wrong")) }
                #expect(wrong?.code == .invalid && wrong?.errors.map(\.field) == ["confirmation"])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a link creates one account, with a confirmed address`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene async throws in
            try await scene.confirmations.request(for: "Dana@Example.com")
            let token = try await scene.mailed("dana@example.com")
            #expect(try await scene.confirmations.email(of: token) == "dana@example.com")
            // Another address, even one that differs from it by one letter.
            let other = await scene.refusal { _ = try await scene.join("danae@example.com", token) }
            #expect(other?.errors == [FieldError("confirmation", "is for another e-mail address")])

            let dana = try await scene.join("Dana@example.com", token)
            #expect(try await scene.isConfirmed(dana.user.id, "dana@example.com"))
            let audited = try await scene.engine.database.read { db in
                try AuditRepository().list(of: dana.memberships[0].organization.id, before: nil, limit: 9, in: db)
            }
            #expect(audited.first { $0.action == "organization.create" }?.details["email_confirmed"] == true)

            let again = await scene.refusal { _ = try await scene.join("dana@example.com", token) }
            #expect(again?.errors.map(\.field) == ["confirmation"])
            let used = await scene.refusal { _ = try await scene.confirmations.email(of: token) }
            #expect(used?.errors.map(\.field) == ["confirmation"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of two concurrent uses of a link only one creates the account`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene async throws in
            try await scene.confirmations.request(for: "dana@example.com")
            let token = try await scene.mailed("dana@example.com")
            let joined = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { (try? await scene.join("dana@example.com", token)) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(joined.count { $0 } == 1)
        }
    }

    @Test func `a refused sign-up leaves the link valid`() async throws {
        try await self.run { scene async throws in
            try await scene.confirmations.request(for: "dana@example.com")
            let token = try await scene.mailed("dana@example.com")
            let draft = SignUpDraft(
                email: "dana@example.com", password: Secret("short"), name: "Dana", confirmation: token)
            #expect(await scene.refusal { _ = try await scene.signUp.signUp(draft, from: scene.visitor) }?.code == .invalid)
            _ = try await scene.join("dana@example.com", token)
        }
    }

    @Test func `a link expires after 24 hours`() async throws {
        try await self.run { scene async throws in
            try await scene.confirmations.request(for: "dana@example.com")
            let token = try await scene.mailed("dana@example.com")
            scene.fixture.clock.advance(by: .hours(24))
            for refusal in [
                await scene.refusal { _ = try await scene.join("dana@example.com", token) },
                await scene.refusal { _ = try await scene.confirmations.email(of: token) },
            ] {
                #expect(refusal?.code == .invalid && refusal?.errors.map(\.field) == ["confirmation"])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a confirmed person learns that the address already has an account`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene async throws in
            try await scene.confirmations.request(for: "dana@example.com")
            let token = try await scene.mailed("dana@example.com")
            try await AccountAdministration(
                database: scene.engine.database, clock: scene.fixture.clock, passwords: Passwords(rounds: 2)
            ).createUser(email: "Dana@example.com", password: Secret("correct horse battery"))
            for refusal in [
                await scene.refusal { _ = try await scene.join("dana@example.com", token) },
                await scene.refusal { _ = try await scene.confirmations.email(of: token) },
            ] {
                #expect(refusal == OperationError(.conflict, "an account with this address already exists: sign in"))
            }
        }
    }

    @Test func `beyond its limits an address gets the same response, and no mail is planned`() async throws {
        try await self.run { scene async throws in
            try await scene.confirmations.request(for: "dana@example.com")
            let token = try await scene.mailed("dana@example.com")
            try await scene.confirmations.request(for: "dana@example.com")
            #expect(try await scene.plannedMails().isEmpty)
            // The link that was sent still works.
            #expect(try await scene.confirmations.email(of: token) == "dana@example.com")
        }
    }

    @Test func `the installation sends at most 200 mails an hour`() async throws {
        try await self.run { scene async throws in
            for number in 0..<200 { try await scene.confirmations.request(for: "p\(number)@example.com") }
            for email in ["p0@example.com", "owner@example.com", "new@example.com"] {
                let refusal = await scene.refusal { try await scene.confirmations.request(for: email) }
                #expect(refusal?.code == .rateLimited(retryAfter: .minutes(10)))
            }
            #expect(try await scene.plannedMails().count == 200)
            scene.fixture.clock.advance(by: .hours(1))
            try await scene.confirmations.request(for: "new@example.com")
        }
    }

    @Test(arguments: ["nobody", "a b@example.com", "dana@localhost example", "dänä@example.com", "dana@-.example"])
    func `an address that cannot receive mail is refused`(_ email: String) async throws {
        try await self.run { scene async throws in
            let refusal = await scene.refusal { try await scene.confirmations.request(for: email) }
            #expect(refusal?.code == .invalid && refusal?.errors.map(\.field) == ["email"])
            #expect(try await scene.plannedMails().isEmpty)
        }
    }

    @Test(arguments: [(Installation.Signups.first, OperationError.Code.forbidden), (.closed, .forbidden)])
    func `without open sign-up nothing is mailed`(_ signups: Installation.Signups, _ code: OperationError.Code)
        async throws
    {
        try await self.run(signups: signups) { scene async throws in
            #expect(await scene.refusal { try await scene.confirmations.request(for: "dana@example.com") }?.code == code)
            #expect(await scene.refusal { _ = try await scene.join("dana@example.com", Secret("any")) }?.code == .forbidden)
            #expect(!scene.confirmations.isNeeded(isFirstRun: false))
            #expect(try await scene.plannedMails().isEmpty)
        }
    }

    @Test func `without a mail server nothing is confirmed, and no address counts as confirmed`() async throws {
        try await self.run(sendsMail: false) { scene async throws in
            #expect(await scene.refusal { try await scene.confirmations.request(for: "dana@example.com") }?.code == .conflict)
            let dana = try await scene.join("dana@example.com")
            #expect(try await !scene.isConfirmed(dana.user.id, "dana@example.com"))
        }
    }

    @Test func `the first owner needs no link, and the address counts as confirmed`() async throws {
        try await self.run(hasOwner: false) { scene async throws in
            #expect(!scene.confirmations.isNeeded(isFirstRun: true))
            #expect(await scene.refusal { try await scene.confirmations.request(for: "dana@example.com") }?.code == .conflict)
            let dana = try await scene.join("dana@example.com")
            #expect(try await scene.isConfirmed(dana.user.id, "dana@example.com"))
            #expect(scene.confirmations.isNeeded(isFirstRun: false))
        }
    }

    @Test func `an invitation needs no link, and the member must still consent to mail`() async throws {
        try await self.run { scene async throws in
            let (engine, organization) = (scene.engine, scene.fixture.organization)
            let owner = try #require(
                try await engine.database.read { db in try UserRepository().find(email: "owner@example.com", in: db) })
            let principal = Principal(caller: .user(owner.id, session: ID(1)), organization: organization, role: .owner)
            let link = try await InvitationOperations(engine).create(email: "bob@example.com", role: .viewer, as: principal).link
            let token = Secret(String(link.revealed.split(separator: "/").last ?? ""))
            let bob = try await scene.join("bob@example.com", invitation: token)
            #expect(bob.memberships.map(\.organization.id) == [organization])
            let standings = try await engine.database.write { db in
                try MailRecipients().standings(
                    of: ["bob@example.com", "owner@example.com"], in: organization, requesting: .new, in: db)
            }
            #expect(standings.map(\.standing) == [.pending, .member])
            let due = try await engine.database.read { db in try MailRecipientRepository().due(limit: 9, in: db) }
            #expect(due.map(\.address) == ["bob@example.com"])
        }
    }
}
