import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct PublicPageReaderTests {
    private func publish(_ monitors: [ID<Monitor>], in fixture: EngineFixture, published: Bool = true) async throws {
        let components = monitors.enumerated().map { index, monitor in
            StatusPage.Component(id: Int64(index + 1), name: "Component \(index + 1)", monitor: monitor, showLatency: true)
        }
        let page = StatusPage(
            id: ID(0), organization: fixture.organization, slug: "acme", title: "Acme", description: "", published: published,
            theme: .system, historyDays: 3, sections: [.init(name: "Services", components: components)],
            createdAt: fixture.clock.now, updatedAt: fixture.clock.now)
        try await fixture.engine.database.write { db in _ = try StatusPageRepository().insert(page, in: db) }
    }

    private func read(_ fixture: EngineFixture) async throws -> PublicPage? {
        try await PublicPageReader(fixture.engine).read("acme")
    }

    @Test(arguments: TestDatabase.all)
    func `uptime and coverage come from measured time, over midnight and in the open hour`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            fixture.clock.set(Instant("2026-11-21T22:00:00Z")!)
            let shop = try await fixture.monitor()
            try await self.publish([shop.id], in: fixture)
            // Three hours: down from 22:30 to 23:00, otherwise up, and no result between 00:00 and 00:30.
            for minute in Int64(0)..<180 where !(120..<150).contains(minute) {
                try await fixture.record(fixture.result(shop, minute: minute, (30..<60).contains(minute) ? .down : .up))
            }
            fixture.clock.set(Instant("2026-11-22T01:00:00Z")!)

            let page = try #require(try await self.read(fixture))
            #expect(page.days.map(\.date) == ["2026-11-20", "2026-11-21", "2026-11-22"])
            let history = try #require(page.monitors[shop.id])
            #expect(history.status == .up)
            #expect(history.days[page.days[0]] == nil)
            #expect(history.days[page.days[1]]?.uptimePercent == 75)
            #expect(history.days[page.days[1]]?.downtime == .minutes(30))
            #expect(history.days[page.days[2]] == PublicPage.Day(uptimePercent: 100, downtime: .zero))
            #expect(history.uptimePercent == 80)  // 30 of 150 measured minutes down
            let coverage = try #require(history.coveragePercent)
            #expect(abs(coverage - 150.0 / 180 * 100) < 0.01)
            #expect(history.latency != nil)
            #expect(page.incidents.map { $0.incident.monitors } == [[shop.id]])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a monitor without a recent check is unknown`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let shop = try await fixture.monitor()
            try await self.publish([shop.id], in: fixture)
            try await fixture.record(fixture.result(shop, minute: 0, .up))
            #expect(try await self.read(fixture)?.monitors[shop.id]?.status == .up)
            fixture.clock.advance(by: .minutes(10))
            #expect(try await self.read(fixture)?.monitors[shop.id]?.status == .unknown)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `only published pages are read, and no monitor of another organization`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let foreign = try await fixture.engine.database.write { db in
                try StoreFixtures.monitor(of: StoreFixtures.organization("other", in: db), in: db)
            }
            #expect(try await self.read(fixture) == nil)
            try await self.publish([foreign.id, ID(999)], in: fixture)
            #expect(try #require(try await self.read(fixture)).monitors.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `open incidents stay, however many began and ended since`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let shop = try await fixture.monitor()
            try await self.publish([shop.id], in: fixture)
            try await fixture.engine.database.write { db in
                let repository = IncidentRepository()
                for number in 0..<60 {
                    let incident = try repository.open(
                        IncidentDraft(
                            organization: shop.organization, title: "No. \(number)", monitors: [shop.id], cause: .manual,
                            startedAt: fixture.clock.now), at: fixture.clock.now, in: db)
                    guard number > 0 else { continue }
                    _ = try repository.resolve(
                        incident.id, of: shop.organization, at: fixture.clock.now + .seconds(1), byHand: true, in: db)
                }
            }
            let page = try #require(try await self.read(fixture))
            #expect(page.incidents.count == 51 && page.incidents.last?.incident.title == "No. 0")
            #expect(page.incidents.first?.incident.title == "No. 59")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an incident without monitors is on every page of its organization`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let shop = try await fixture.monitor()
            let other = try await fixture.monitor()
            try await self.publish([shop.id], in: fixture)
            try await fixture.engine.database.write { db in
                let repository = IncidentRepository()
                let foreign = try StoreFixtures.organization("other", in: db)
                let drafts: [(ID<Organization>, [ID<Monitor>], Bool, String)] = [
                    (shop.organization, [], true, "for all"), (shop.organization, [], false, "for us"),
                    (shop.organization, [other.id], true, "of another page"), (foreign, [], true, "of others"),
                    (shop.organization, [shop.id], true, "of this page"),
                ]
                for (organization, monitors, isPublic, title) in drafts {
                    _ = try repository.open(
                        IncidentDraft(
                            organization: organization, title: title, monitors: monitors, cause: .manual,
                            startedAt: fixture.clock.now, isPublic: isPublic), at: fixture.clock.now, in: db)
                }
            }
            let page = try #require(try await self.read(fixture))
            #expect(page.incidents.map(\.incident.title) == ["of this page", "for all"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `anomalies, certificates and private updates stay private`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let shop = try await fixture.monitor()
            try await self.publish([shop.id], in: fixture)
            try await fixture.engine.database.write { db in
                let repository = IncidentRepository()
                for cause in [Incident.Cause.anomaly, .check, .certificate] {
                    let incident = try repository.open(
                        IncidentDraft(
                            organization: shop.organization, title: "Shop", monitors: [shop.id], cause: cause,
                            startedAt: fixture.clock.now), at: fixture.clock.now, in: db)
                    for isPublic in [true, false] {
                        try repository.append(
                            isPublic ? "for all" : "for us", status: .identified, isPublic: isPublic, author: nil,
                            to: incident, at: fixture.clock.now, in: db)
                    }
                }
            }
            let incidents = try #require(try await self.read(fixture)).incidents
            #expect(incidents.map(\.incident.cause) == [.check])
            #expect(incidents.first?.updates.map(\.message) == ["for all"])
        }
    }
}
