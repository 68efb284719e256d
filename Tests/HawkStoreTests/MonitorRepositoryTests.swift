import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct MonitorRepositoryTests {
    private let monitors = MonitorRepository()

    private let full = MonitorConfiguration(
        name: "Größe 100%", type: .tcp, target: "db_1:5432",
        schedule: .polled(
            CheckTiming(interval: .milliseconds(1_500), timeout: .milliseconds(900), confirmations: 2, confirmationDelay: .zero)),
        recoveryConfirmations: 3, locations: ["eu", "us"], quorum: 2,
        settings: ["a": ["b": .null, "c": 1.5]], sealedSettings: [1, 2, 0],
        anomaly: AnomalySettings(enabled: false, sensitivity: 2.5, consecutive: 4, minimumMilliseconds: 7),
        tags: ["Prod", "a,b"],
        group: "Shop", dependsOn: [ID(3)], channels: [])

    @Test(arguments: TestDatabase.all)
    func `every field of a monitor is read as written`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { [full] db in
                let organization = try StoreFixtures.organization(in: db)
                let created = try self.monitors.create(full, of: organization, at: Instant(seconds: 9), in: db)
                let found = try self.monitors.require(created.id, of: organization, in: db)
                #expect(found == created && found.configuration == full)
                #expect(found.version == 1 && found.revision == 1 && !found.paused && found.effectiveAt == Instant(seconds: 9))
                let plain = try StoreFixtures.monitor(of: organization, in: db)
                #expect(plain.configuration.channels == nil && plain.configuration.sealedSettings == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another organization's monitor is not found`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let alice = try StoreFixtures.organization("Alice", in: db)
                let charlie = try StoreFixtures.organization("Charlie", in: db)
                let monitor = try StoreFixtures.monitor(of: alice, in: db)
                #expect(try self.monitors.find(monitor.id, of: charlie, in: db) == nil)
                #expect(throws: OperationError.notFound) { try self.monitors.require(monitor.id, of: charlie, in: db) }
                #expect(try self.monitors.page(of: charlie, limit: 10, in: db).isEmpty)
                var stolen = Monitor(
                    id: monitor.id, organization: charlie, configuration: monitor.configuration, createdAt: .epoch,
                    updatedAt: .epoch, effectiveAt: .epoch)
                stolen.configuration.name = "mine"
                #expect(throws: StoreError.conflict) { try self.monitors.update(stolen, in: db) }
                #expect(throws: StoreError.conflict) { try self.monitors.delete(stolen, at: .epoch, in: db) }
                #expect(throws: StoreError.conflict) { try self.monitors.pause(stolen, at: .epoch, in: db) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `only the first of two edits of one version is stored`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let read = try StoreFixtures.monitor(of: organization, in: db)
                var configuration = read.configuration
                configuration.target = "https://other.example"
                let later = read.createdAt + .seconds(5)
                let stored = try self.monitors.update(read.edited(to: configuration, at: later), in: db)
                #expect(stored.version == 2 && stored.revision == 2 && stored.effectiveAt == later)
                #expect(try self.monitors.find(read.id, of: organization, in: db) == stored)
                #expect(throws: StoreError.conflict) { try self.monitors.update(read, in: db) }
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `pauses are kept as intervals`(_ backend: TestDatabase) async throws {
        let clock = ManualClock()
        try await backend.run(clock: clock) { database in
            try await database.write { db in
                let organization = try StoreFixtures.organization(in: db)
                let monitor = try StoreFixtures.monitor(of: organization, in: db)
                let (paused, resumed) = (clock.now + .seconds(10), clock.now + .seconds(20))
                #expect(try self.monitors.pause(monitor, at: paused, in: db))
                let during = try self.monitors.require(monitor.id, of: organization, in: db)
                #expect(during.paused)
                #expect(try !self.monitors.pause(during, at: resumed, in: db))
                #expect(try self.monitors.active(in: db).isEmpty)
                #expect(try self.monitors.resume(during, at: resumed, in: db))
                let after = try self.monitors.require(monitor.id, of: organization, in: db)
                #expect(!after.paused && after.effectiveAt == resumed && after.revision == 1)
                #expect(try self.monitors.active(in: db) == [after.id: after.version])
                let pauses = try self.monitors.pauses(of: [monitor.id], from: .epoch, to: resumed, in: db)
                #expect(pauses.map(\.from) == [paused] && pauses.map(\.until) == [resumed])
                #expect(try self.monitors.pauses(of: [monitor.id], from: resumed, to: resumed + .days(1), in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a deleted monitor only appears as a change, and keeps no secret`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { [full] db in
                let organization = try StoreFixtures.organization(in: db)
                let monitor = try self.monitors.create(full, of: organization, at: Instant(seconds: 10), in: db)
                let other = try self.monitors.create(full, of: organization, at: Instant(seconds: 30), in: db)
                try self.monitors.delete(monitor, at: Instant(seconds: 20), in: db)
                #expect(try self.monitors.find(monitor.id, of: organization, in: db) == nil)
                #expect(try self.monitors.page(of: organization, limit: 10, in: db).map(\.id) == [other.id])
                #expect(try self.monitors.count(of: organization, in: db) == 1)
                #expect(try self.monitors.all([monitor.id, other.id], in: db).map(\.id) == [other.id])
                let changes = try self.monitors.changed(since: Instant(seconds: 20), in: db)
                #expect(changes.map(\.id) == [monitor.id, other.id] && changes.map(\.version) == [nil, other.version])
                let sealed = try db.first("SELECT sealed_settings FROM monitors WHERE id = \(monitor.id)") {
                    try $0.next([UInt8]?.self)
                }
                #expect(sealed == .some(nil))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `lists are filtered and in pages`(_ backend: TestDatabase) async throws {
        try await backend.run { database in
            try await database.write { [full] db in
                let organization = try StoreFixtures.organization(in: db)
                let shop = try StoreFixtures.monitor(of: organization, in: db)
                let special = try self.monitors.create(full, of: organization, at: .epoch, in: db)
                func page(_ filter: MonitorFilter) throws -> [ID<Monitor>] {
                    try self.monitors.page(of: organization, matching: filter, limit: 10, in: db).map(\.id)
                }
                #expect(try page(MonitorFilter(type: .tcp)) == [special.id])
                #expect(try page(MonitorFilter(tag: "pROD")) == [special.id])
                #expect(try page(MonitorFilter(tag: "pro")) == [])
                #expect(try page(MonitorFilter(group: "Shop")) == [special.id])
                #expect(try page(MonitorFilter(query: "GRÖSSE")) == [])
                #expect(try page(MonitorFilter(query: "größe 100%")) == [special.id])
                #expect(try page(MonitorFilter(query: "100%x")) == [])
                #expect(try page(MonitorFilter(query: "b_1")) == [special.id])
                #expect(try page(MonitorFilter(query: "SHOP.EXAMPLE")) == [shop.id])
                #expect(try page(MonitorFilter(type: .http, query: "' OR 1 = 1 --")) == [])
                let first = try self.monitors.page(of: organization, limit: 1, in: db)
                let second = try self.monitors.page(of: organization, after: first[0].id, limit: 1, in: db)
                #expect(first.map(\.id) == [shop.id] && second.map(\.id) == [special.id])
            }
        }
    }
}
