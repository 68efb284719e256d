import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(2))) struct CertificateIncidentTests {
    @Test(arguments: TestDatabase.all)
    func `every threshold alerts once, in one incident that a renewal ends`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.chain(until: .days(32))
            for hour in stride(from: Int64(0), to: 31 * 24, by: 6) {
                try await fixture.record(fixture.result(monitor, after: .hours(hour), showing: old))
            }
            #expect(
                try await fixture.alertTexts() == [
                    "incident.opened: certificate expires in 30 days", "incident.updated: certificate expires in 14 days",
                    "incident.updated: certificate expires in 7 days", "incident.updated: certificate expires in 1 day",
                ])
            let open = try #require(try await fixture.incidents(of: monitor).first)
            let expiry = try #require(old).leaf.notAfter
            #expect(open.cause == .certificate && open.severity == .minor && open.reason == .none && open.resolvedAt == nil)
            #expect(open.title == "Shop: certificate expires on \(expiry.dateWords)")
            #expect(open.message == "the certificate of shop.test expires on \(expiry.words); it was issued by CN=Authority")
            #expect(open.startedAt == monitor.createdAt + .hours(30) + .milliseconds(2))

            let new = fixture.chain(until: .days(365))
            for minute in [0, 30, 61, 90] as [Int64] {
                try await fixture.record(fixture.result(monitor, after: .days(31) + .minutes(minute), showing: new))
            }
            let end = try #require(new).leaf.notAfter
            #expect(
                try await fixture.alertTexts().dropFirst(4)
                    == ["incident.resolved: the target now presents a certificate that is valid until \(end.words)"])
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .days(31)])
            #expect(try await fixture.timeline(of: open.id).count == 4)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a certificate first seen shortly before its expiry alerts once, and again on its last day`(
        _ backend: TestDatabase
    ) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.chain(until: .days(5) + .hours(1))
            for hour in Int64(0)..<100 {
                try await fixture.record(fixture.result(monitor, after: .hours(hour), showing: old))
            }
            #expect(
                try await fixture.alertTexts() == [
                    "incident.opened: certificate expires in 5 days", "incident.updated: certificate expires in 1 day",
                ])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of concurrent recorders that see the same certificate only one alerts`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { $0.locations = (0..<8).map { "place \($0)" } }
            let old = fixture.chain(until: .days(5))
            let results = monitor.configuration.locations.map {
                fixture.result(monitor, after: .zero, location: $0, showing: old)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for result in results {
                    group.addTask {
                        _ = try await fixture.engine.record(in: fixture.engine.database) { db in
                            try RecordBatch([result]).record(in: db)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await fixture.alertTexts() == ["incident.opened: certificate expires in 5 days"])
            #expect(try await fixture.incidents(of: monitor).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a location that sees an old server keeps the incident open without a second alert`(
        _ backend: TestDatabase
    ) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { $0.locations = ["here", "there"] }
            let (old, new) = (fixture.chain(until: .days(20)), fixture.chain(until: .days(80)))
            for minute in Int64(0)..<150 {
                try await fixture.record(
                    fixture.result(monitor, after: .minutes(minute), location: "here", showing: new),
                    fixture.result(monitor, after: .minutes(minute), location: "there", showing: old))
            }
            #expect(try await fixture.alertTexts() == ["incident.opened: certificate expires in 20 days"])
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a manually resolved incident stays resolved until the next threshold`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.chain(until: .days(20))
            try await fixture.record(fixture.result(monitor, after: .zero, showing: old))
            let id = try #require(try await fixture.incidents(of: monitor).first?.id)
            try await fixture.engine.database.write { db in
                _ = try IncidentRepository().resolve(id, of: monitor.organization, at: db.now(), byHand: true, in: db)
            }
            for day in [1, 2, 7] as [Int64] {
                try await fixture.record(fixture.result(monitor, after: .days(day), showing: old))
            }
            #expect(
                try await fixture.alertTexts() == [
                    "incident.opened: certificate expires in 20 days", "incident.opened: certificate expires in 13 days",
                ])
            #expect(try await fixture.incidents(of: monitor).map { $0.resolvedAt == nil } == [false, true])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a monitor that does not verify certificates alerts while it is up`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let odd = fixture.chain(until: .days(200), problem: "the certificate of shop.test is self-signed")
            let expired = fixture.chain(until: .days(-3), problem: "the certificate of shop.test expired")
            try await fixture.record(fixture.result(monitor, after: .zero, showing: odd))
            try await fixture.record(fixture.result(monitor, after: .minutes(20), showing: odd))
            let invalid = try #require(try await fixture.incidents(of: monitor).first)
            #expect(invalid.title == "Shop: certificate is not valid" && invalid.reason == .certificateInvalid)
            #expect(invalid.message == "the certificate of shop.test is self-signed")
            try await fixture.record(fixture.result(monitor, after: .minutes(40), showing: expired))
            #expect(
                try await fixture.alertTexts()
                    == ["incident.opened: certificate is not valid", "incident.updated: certificate has expired"])
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.title) == ["Shop: certificate has expired"] && incidents[0].reason == .certificateExpired)
            #expect(incidents[0].message == "the certificate of shop.test expired")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an expired certificate that takes the check down alerts once, by the outage`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, after: .zero, showing: nil))
            for minute in Int64(1)..<5 {
                var down = fixture.result(
                    monitor, after: .minutes(minute), .down,
                    showing: fixture.chain(until: .days(-3), problem: "the certificate of shop.test expired"))
                down.reason = .certificateExpired
                try await fixture.record(down)
            }
            #expect(try await fixture.alertTexts() == ["incident.opened: connection refused"])
            #expect(try await fixture.incidents(of: monitor).map(\.cause) == [.check])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a title that a member set stays`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.chain(until: .days(20), problem: "self-signed")
            try await fixture.record(fixture.result(monitor, after: .zero, showing: old))
            var incident = try #require(try await fixture.incidents(of: monitor).first)
            incident.title = "Ask Olivia"
            try await fixture.engine.database.write { [incident] db in _ = try IncidentRepository().update(incident, in: db) }
            try await fixture.record(fixture.result(monitor, after: .days(7), showing: old))
            let later = try #require(try await fixture.incidents(of: monitor).first)
            #expect(later.title == "Ask Olivia" && later.reason == .none && later.message != incident.message)
        }
    }
}

extension EngineFixture {
    fileprivate func timeline(of incident: ID<Incident>) async throws -> [IncidentUpdate] {
        try await self.engine.database.read { db in try IncidentRepository().updates(of: [incident], in: db) }
    }
}
