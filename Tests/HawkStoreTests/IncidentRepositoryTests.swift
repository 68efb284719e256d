import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct IncidentRepositoryTests {
    private let incidents = IncidentRepository()

    private func draft(_ monitor: Monitor, at started: Instant = Instant(seconds: 100)) -> IncidentDraft {
        IncidentDraft(
            organization: monitor.organization, title: "Shop is down", monitors: [monitor.id], cause: .check,
            startedAt: started, confirmedAt: started + .seconds(2), reason: .timeout, message: "no answer within 5 s")
    }

    @Test(arguments: TestDatabase.all)
    func `an incident opens, is acknowledged and resolves once`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                let organization = monitor.organization
                let opened = try self.incidents.open(self.draft(monitor), at: Instant(seconds: 103), in: db)
                #expect(opened.monitors == [monitor.id] && opened.status == .investigating && opened.publicID.count == 12)
                #expect(try self.incidents.require(opened.id, of: organization, in: db) == opened)
                #expect(try self.incidents.find(publicID: opened.publicID, of: organization, in: db) == opened)

                let bob = try UserRepository().insert(
                    email: "bob@b.test", emailConfirmed: true, name: "Bob", passwordHash: "", at: .epoch, in: db
                ).id
                let seen = try self.incidents.acknowledge(
                    opened.id, of: organization, by: bob, at: Instant(seconds: 110), in: db)
                #expect(seen?.acknowledgedAt == Instant(seconds: 110) && seen?.version == 2)
                #expect(seen?.acknowledgedBy == Incident.Acknowledger(id: bob, name: "Bob"))
                #expect(
                    try self.incidents.acknowledge(opened.id, of: organization, by: nil, at: Instant(seconds: 111), in: db)
                        == nil)
                #expect(try self.incidents.require(opened.id, of: organization, in: db) == seen)

                let ended = try self.incidents.resolve(
                    opened.id, of: organization, at: Instant(seconds: 120), byHand: true, in: db)
                #expect(
                    ended?.status == .resolved && ended?.resolvedAt == Instant(seconds: 120) && ended?.monitors == [monitor.id])
                #expect(
                    try self.incidents.resolve(opened.id, of: organization, at: Instant(seconds: 121), byHand: false, in: db)
                        == nil)
                #expect(throws: StoreError.conflict) { try self.incidents.update(opened, in: db) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another organization's incident is not found`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                let stranger = try StoreFixtures.organization("Charlie", in: db)
                let incident = try self.incidents.open(self.draft(monitor), at: .epoch, in: db)
                #expect(try self.incidents.find(incident.id, of: stranger, in: db) == nil)
                #expect(try self.incidents.find(publicID: incident.publicID, of: stranger, in: db) == nil)
                #expect(try self.incidents.find(publicID: "\0", of: monitor.organization, in: db) == nil)
                #expect(try self.incidents.resolve(incident.id, of: stranger, at: .epoch, byHand: true, in: db) == nil)
                #expect(
                    try self.incidents.overlapping([monitor.id], of: stranger, from: .epoch, to: .init(seconds: 999), in: db)
                        .isEmpty)
                #expect(throws: OperationError.notFound) { try self.incidents.require(incident.id, of: stranger, in: db) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `lists are filtered, newest first, and in pages`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let one = try StoreFixtures.monitor(of: organization, in: db)
                let two = try StoreFixtures.monitor(of: organization, in: db)
                let old = try self.incidents.open(self.draft(one, at: Instant(seconds: 100)), at: .epoch, in: db)
                let other = try self.incidents.open(self.draft(two, at: Instant(seconds: 200)), at: .epoch, in: db)
                let new = try self.incidents.open(self.draft(one, at: Instant(seconds: 300)), at: .epoch, in: db)
                _ = try self.incidents.resolve(old.id, of: organization, at: Instant(seconds: 150), byHand: false, in: db)
                func page(_ filter: IncidentFilter, before cursor: ID<Incident>? = nil, limit: Int = 9) throws -> [ID<Incident>] {
                    try self.incidents.page(of: organization, matching: filter, before: cursor, limit: limit, in: db).map(\.id)
                }
                #expect(try page(IncidentFilter()) == [new.id, other.id, old.id])
                #expect(try page(IncidentFilter(isOpen: true)) == [new.id, other.id])
                #expect(try page(IncidentFilter(isOpen: false)) == [old.id])
                #expect(try page(IncidentFilter(monitor: one.id)) == [new.id, old.id])
                #expect(try page(IncidentFilter(), before: new.id, limit: 1) == [other.id])
                #expect(try self.incidents.open(of: organization, in: db).map(\.id) == [new.id, other.id])
                func overlapping(_ from: Int64, _ to: Int64) throws -> [ID<Incident>] {
                    try self.incidents.overlapping(
                        [one.id], of: organization, from: Instant(seconds: from), to: Instant(seconds: to), in: db
                    ).map(\.id)
                }
                #expect(try overlapping(0, 100) == [])
                #expect(try overlapping(149, 300) == [old.id])
                #expect(try overlapping(150, 301) == [new.id])
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a timeline grows, and edits compare versions`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let monitor = try StoreFixtures.monitor(of: StoreFixtures.organization(in: db), in: db)
                var incident = try self.incidents.open(self.draft(monitor), at: .epoch, in: db)
                let first = try self.incidents.append(
                    "we look into it", status: .investigating, isPublic: true, author: nil, to: incident,
                    at: Instant(seconds: 5), in: db)
                let second = try self.incidents.append(
                    "found", status: .identified, isPublic: false, author: nil, to: incident, at: Instant(seconds: 6), in: db)
                #expect(try self.incidents.updates(of: [incident.id], in: db) == [first, second])
                incident.status = .identified
                incident.title = "Payments fail"
                let stored = try self.incidents.update(incident, in: db)
                #expect(try self.incidents.find(incident.id, of: incident.organization, in: db) == stored)
                #expect(throws: StoreError.conflict) { try self.incidents.update(incident, in: db) }
            }
        }
    }
}
