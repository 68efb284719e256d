import HawkBroker
import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import ServiceLifecycle
import Testing

@testable import HawkEngine

/// One organization's receivers hang, and another one's alerts and tests are sent. Uses real sockets: a receiver hangs until the
/// test releases it or the send times out.
@Suite(.timeLimit(.minutes(1))) struct NotifierFairnessTests {
    /// Runs a notifier and a tarpit, which releases its connections at the end.
    private func withNotifier(
        _ backend: TestDatabase, _ test: (EngineFixture, TarpitTestServer) async throws -> Void
    ) async throws {
        try await EngineFixture.with(backend) { fixture in
            let tarpit = try await TarpitTestServer()
            let environment = ChannelEnvironment(
                transport: CurlTransport(threads: NotifierService.maxTransfers), policy: try TargetPolicy(allowPrivate: true),
                defaultSMTP: nil, smtpFrom: nil, publicURL: "http://hawk.test", version: "0", clock: fixture.clock,
                logger: fixture.engine.logger)
            let service = NotifierService(fixture.engine, environment: environment, holder: "test")
            let group = ServiceGroup(services: [service], logger: fixture.engine.logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                do {
                    try await test(fixture, tarpit)
                    tarpit.release()
                } catch {
                    tarpit.release()
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    /// Creates outages of an organization whose default channels are webhooks at a port.
    private func outages(
        _ count: Int, channels: Int, at port: Int, of organization: ID<Organization>, in fixture: EngineFixture
    ) async throws {
        try await fixture.engine.database.write { [clock = fixture.clock] db in
            for number in 0..<channels {
                let channel = Channel(
                    id: ID(0), organization: organization, name: "hook", type: .webhook,
                    config: ["url": .string("http://127.0.0.1:\(port)/\(number)")], isDefault: true, createdAt: clock.now,
                    updatedAt: clock.now)
                _ = try ChannelRepository().insert(channel, in: db)
            }
            let monitor = try StoreFixtures.monitor(of: organization, in: db)
            for _ in 0..<count {
                let incident = try IncidentRepository().open(
                    IncidentDraft(
                        organization: organization, title: "down", monitors: [monitor.id], cause: .check, startedAt: clock.now),
                    at: clock.now, in: db)
                try AlertEventRepository().insert(
                    .init(
                        organization: organization, incident: incident.id, monitor: monitor.id, kind: .incidentOpened,
                        occurredAt: clock.now, status: .down), in: db)
            }
        }
        await fixture.broker.wake(.alertsPending)
    }

    private func stranger(_ fixture: EngineFixture) async throws -> ID<Organization> {
        try await fixture.engine.database.write { db in try StoreFixtures.organization("Charlie", in: db) }
    }

    @Test(arguments: TestDatabase.all)
    func `an alert is sent at once while a hundred webhooks of another organization hang`(_ backend: TestDatabase) async throws {
        try await self.withNotifier(backend) { fixture, tarpit in
            try await self.outages(10, channels: 100, at: tarpit.port, of: fixture.organization, in: fixture)
            try await eventually("a share of the places is taken") { tarpit.count >= 52 }
            let receiver = try await HTTPTestServer()
            let other = try await self.stranger(fixture)
            try await self.outages(3, channels: 1, at: receiver.port, of: other, in: fixture)
            try await eventually("the other organization's alerts arrive") { receiver.requests.count == 3 }
            // Fifty-two in the quick pool, and those that moved to the slow one.
            #expect(tarpit.count <= 52 + 26)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `slow channels do not delay a quick one of the same organization`(
        _ backend: TestDatabase
    ) async throws {
        try await self.withNotifier(backend) { fixture, tarpit in
            try await self.outages(0, channels: 100, at: tarpit.port, of: fixture.organization, in: fixture)
            try await fixture.engine.database.write { [clock = fixture.clock, organization = fixture.organization] db in
                for channel in try ChannelRepository().recipients(nil, of: organization, in: db) {
                    let until = clock.now + .minutes(15)
                    try ChannelRepository().record(error: "no answer", slowUntil: until, of: channel.id, in: db)
                }
            }
            try await self.outages(5, channels: 0, at: 0, of: fixture.organization, in: fixture)
            try await eventually("a share of the slow places is taken") { tarpit.count >= 26 }
            let receiver = try await HTTPTestServer()
            try await self.outages(0, channels: 1, at: receiver.port, of: fixture.organization, in: fixture)
            try await self.outages(1, channels: 0, at: 0, of: fixture.organization, in: fixture)
            try await eventually("the quick channel's alert arrives") { receiver.requests.count == 1 }
            #expect(tarpit.count <= 26)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `hundreds of tests of one organization delay neither another one's test nor any alert`(
        _ backend: TestDatabase
    ) async throws {
        try await self.withNotifier(backend) { fixture, tarpit in
            let (broker, organization) = (fixture.broker, fixture.organization)
            let other = try await self.stranger(fixture)
            @Sendable func test(_ port: Int, of organization: ID<Organization>) async throws -> BrokerReply {
                let message = AlertMessage(
                    deliveryKey: "k", kind: .test, occurredAt: .epoch, url: "http://hawk.test",
                    organization: .init(id: organization, name: "Test"), monitor: nil, incident: nil)
                let config: JSONValue = ["url": .string("http://127.0.0.1:\(port)/")]
                return try await broker.request(
                    .send(message, type: .webhook, config: config, sealedConfig: nil), within: .seconds(60))
            }
            // `try?`: until the notifier has started, no one answers.
            try await eventually("the notifier answers") { (try? await test(1, of: other)) != nil }
            try await withThrowingTaskGroup(of: BrokerReply.self) { tests in
                for _ in 0..<250 { tests.addTask { try await test(tarpit.port, of: organization) } }
                try await eventually("the allowed number of tests hangs") { tarpit.count == 26 }
                let receiver = try await HTTPTestServer()
                guard case .sent = try await test(receiver.port, of: other) else {
                    Issue.record("the other organization's test was not sent")
                    return
                }
                try await self.outages(1, channels: 1, at: receiver.port, of: organization, in: fixture)
                try await eventually("an alert arrives, of the same organization too") { receiver.requests.count == 2 }
                tarpit.release()
                var refused = 0
                for try await reply in tests {
                    guard case .refused(let why) = reply else { continue }
                    if why.hasPrefix("this organization is sending too many test messages") { refused += 1 }
                }
                #expect(refused == 224)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `Retry-After applies to the channel, not to one alert, for an hour at most`(_ backend: TestDatabase) async throws {
        try await self.withNotifier(backend) { fixture, _ in
            let receiver = try await HTTPTestServer { _ in HTTPTestServer.Answer(429, ["Retry-After": "7200"]) }
            try await self.outages(1, channels: 1, at: receiver.port, of: fixture.organization, in: fixture)
            try await eventually("the receiver asked for a delay") {
                try await fixture.deliveries(of: fixture.organization).first?.lastError != nil
            }
            receiver.answer { _ in HTTPTestServer.Answer() }
            // The other organization's alerts are planned after these: once they are sent, these were considered.
            try await self.outages(3, channels: 0, at: 0, of: fixture.organization, in: fixture)
            let (other, ready) = (try await self.stranger(fixture), try await HTTPTestServer())
            try await self.outages(3, channels: 1, at: ready.port, of: other, in: fixture)
            try await eventually("another channel's alerts arrive") { ready.requests.count == 3 }
            #expect(receiver.requests.count == 1)
            fixture.clock.advance(by: .hours(1))
            try await eventually("all are sent after an hour") { receiver.requests.count == 5 }
        }
    }
}

extension EngineFixture {
    fileprivate func deliveries(of organization: ID<Organization>) async throws -> [Delivery] {
        try await self.engine.database.read { db in
            try DeliveryRepository().page(of: organization, limit: 2_000, in: db)
        }
    }
}
