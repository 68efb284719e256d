import HawkBroker
import HawkCore
import HawkStore
import HawkTestSupport
import Logging
import Testing

@testable import HawkEngine

/// An installation with data, moved to PostgreSQL. Members find everything there and continue to work.
@Suite(.timeLimit(.minutes(2)))
struct CopiedInstallationTests {
    /// The view of an owner.
    private struct View: Equatable {
        let monitors: [MonitorSnapshot]
        let results: [CheckResult]
        let incidents: [IncidentDetails]
        let channels: [Channel]
        let deliveries: [Delivery]
        let pages: [StatusPage]
        let tokens: [APIToken]
        let invitations: [Invitation]
        let members: [Member]
        let audit: [AuditEntry]

        init(_ engine: Engine, of monitor: ID<Monitor>, as owner: Principal) async throws {
            let monitors = MonitorOperations(engine)
            self.monitors = try await monitors.list(matching: MonitorFilter(), status: nil, after: nil, limit: 100, as: owner)
            self.results = try await monitors.results(of: monitor, from: nil, to: nil, before: nil, limit: 1_000, as: owner)
            self.incidents = try await IncidentOperations(engine)
                .list(matching: IncidentFilter(), before: nil, limit: 100, as: owner)
            self.channels = try await ChannelOperations(engine).list(after: nil, limit: 100, as: owner)
            self.deliveries = try await DeliveryOperations(engine)
                .list(matching: DeliveryFilter(), before: nil, limit: 100, as: owner)
            self.pages = try await StatusPageOperations(engine).list(after: nil, limit: 100, as: owner)
            self.tokens = try await TokenOperations(engine).list(after: nil, limit: 100, as: owner)
            self.invitations = try await InvitationOperations(engine).list(after: nil, limit: 100, as: owner)
            self.members = try await MemberOperations(engine).list(after: nil, limit: 100, as: owner)
            self.audit = try await OrganizationOperations(engine).audit(before: nil, limit: 1_000, as: owner)
        }
    }

    /// Five days of a monitor with a secret and one outage a day, and other objects that members create.
    private func work(_ fixture: OperationsFixture) async throws -> (monitor: Monitor, token: Secret) {
        let (engine, alice) = (fixture.engine, fixture.alice)
        _ = try await fixture.channels.create(
            ChannelDraft(type: .webhook, config: ["url": "https://hooks.example/", "secret": "s3cret"]), as: alice)
        let monitor = try await fixture.monitors.create(
            MonitorDraft(
                type: .http, target: "https://shop.example/", confirmations: 0,
                settings: ["username": "shop", "password": "hunter2"]),
            as: alice
        ).monitor
        let day = Array(repeating: Outcome.up, count: 10) + [.down, .up]
        try await fixture.record(Array(repeating: day, count: 5).flatMap(\.self), of: monitor, every: .hours(2))
        let paused = try await fixture.monitor("queue.example:5672") { $0.tags = ["ä", "b"] }
        _ = try await fixture.monitors.pause(paused.id, as: alice)
        try await fixture.monitors.delete(try await fixture.monitor("old.example:1").id, as: alice)
        let announced = try await fixture.incidents.create(
            ManualIncident(title: "Slow", monitors: [monitor.id], message: "We look into it."), as: fixture.bob)
        _ = try await fixture.incidents.addUpdate(
            "Found.", status: .identified, isPublic: true, to: announced.incident.id, as: alice)
        _ = try await StatusPageOperations(engine).create(
            StatusPageDraft(
                slug: "acme", title: "Acme",
                sections: [.init(name: "All", components: [.init(name: "Shop", monitor: monitor.id)])]),
            as: alice)
        _ = try await InvitationOperations(engine).create(email: "dora@example.com", role: .viewer, as: alice)
        _ = try await engine.database.write { db in try AlertPlanner().plan(in: db) }
        return (monitor, try await TokenOperations(engine).create(TokenDraft(name: "ci", role: .admin), as: alice).secret)
    }

    private func engine(on database: any Database, like other: Engine) -> Engine {
        Engine(
            database: database, broker: InProcessBroker(), clock: other.clock, secrets: other.secrets,
            monitorTypes: other.monitorTypes, channelTypes: other.channelTypes, installation: other.installation,
            logger: other.logger)
    }

    @Test func `after the copy data is equal, secrets open, tokens work, and the next outage alerts`() async throws {
        try await OperationsFixture.run { fixture in
            let (monitor, token) = try await self.work(fixture)
            let before = try await View(fixture.engine, of: monitor.id, as: fixture.alice)
            #expect(before.results.count == 60 && before.incidents.count == 6 && !before.deliveries.isEmpty)
            try await PostgreSQLTestServer.withDatabase(isMigrated: false) { url in
                let database = try await PostgreSQLDatabase(url: url, poolSize: 1, clock: fixture.clock)
                try await InstallationCopy(from: fixture.database, to: database, batch: 7).run { _ in }
                let engine = self.engine(on: database, like: fixture.engine)
                #expect(try await View(engine, of: monitor.id, as: fixture.alice) == before)

                let sealed = try #require(
                    before.monitors.first { $0.monitor.id == monitor.id }?.monitor.configuration.sealedSettings)
                #expect(
                    try engine.secrets.open(sealed, for: .monitorSettings, of: fixture.alice.organization)
                        == ["password": "hunter2"])
                let identity = try await AuthenticationOperations(engine).identify(token: token, in: nil)
                #expect(identity?.principal?.organization == fixture.alice.organization)

                let next = CheckResult(
                    monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
                    slot: fixture.clock.now, startedAt: fixture.clock.now, finishedAt: fixture.clock.now, interval: .seconds(60),
                    outcome: .down, reason: .refused, message: "connection refused", firstFailedAt: fixture.clock.now,
                    latency: .milliseconds(1))
                try await database.write { db in
                    try ResultPartitions().prepare(around: db.now(), in: db)
                    _ = try RecordBatch([next]).record(in: db)
                }
                let after = try await View(engine, of: monitor.id, as: fixture.alice)
                #expect(after.results.count == 61 && after.incidents.count == 7)
                #expect(Set(after.incidents.map(\.incident.id)).isSuperset(of: before.incidents.map(\.incident.id)))
                await database.close()
            }
        }
    }
}
