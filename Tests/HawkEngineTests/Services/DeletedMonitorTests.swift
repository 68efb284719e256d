import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Which alerts are sent about a monitor that is deleted while alerts are pending.
struct DeletedMonitorTests {
    private struct Scene {
        let fixture: OperationsFixture
        let monitor: Monitor
        let channel: ID<Channel>

        func plan() async throws {
            _ = try await self.fixture.database.write { db in try AlertPlanner().plan(in: db) }
        }

        /// Claims what is due, and records it as sent.
        func send(recording: Bool = true) async throws -> [Delivery] {
            let clock = self.fixture.clock
            return try await self.fixture.database.write { db in
                let due = try DeliveryRepository().due(within: DueLimits(quick: 9, slow: 9), in: db)
                let claimed = try DeliveryRepository().claim(
                    due.map(\.id), until: clock.now + .seconds(60), by: "x", in: db)
                if recording {
                    for delivery in claimed { try DeliveryRepository().sent(delivery, by: "x", in: db) }
                }
                return claimed
            }
        }

        func delete() async throws { try await self.fixture.monitors.delete(self.monitor.id, as: self.fixture.bob) }

        func deliveries() async throws -> [Delivery] {
            try await self.fixture.database.read { [organization = fixture.alice.organization] db in
                try DeliveryRepository().page(of: organization, limit: 100, in: db).reversed()
            }
        }
    }

    /// Provides a monitor that is down, with a channel of its own beside a default one.
    private func run(_ backend: TestDatabase, _ test: (Scene) async throws -> Void) async throws {
        try await OperationsFixture.run(on: backend) { fixture in
            let hook = { (isDefault: Bool) in
                ChannelDraft(type: .webhook, config: ["url": "https://hook.example/"], isDefault: isDefault)
            }
            _ = try await fixture.channels.create(hook(true), as: fixture.alice)
            let own = try await fixture.channels.create(hook(false), as: fixture.alice).id
            let monitor = try await fixture.monitor { $0.channels = [own] }
            try await fixture.record([.up, .down], of: monitor)
            try await test(Scene(fixture: fixture, monitor: monitor, channel: own))
        }
    }

    @Test(arguments: TestDatabase.all, [false, true])
    func `an outage without a sent alert sends none`(_ backend: TestDatabase, _ isPlanned: Bool) async throws {
        try await self.run(backend) { scene in
            if isPlanned { try await scene.plan() }
            try await scene.delete()
            try await scene.plan()
            #expect(try await scene.send().isEmpty)
            let deliveries = try await scene.deliveries()
            #expect(deliveries.allSatisfy { $0.status == .dropped && $0.lastError == "the monitor was deleted" })
            #expect(deliveries.allSatisfy { $0.channel == scene.channel })
        }
    }

    @Test(arguments: TestDatabase.all, [false, true])
    func `an outage with a sent alert sends its end, with the monitor's name`(_ backend: TestDatabase, _ isSent: Bool)
        async throws
    {
        try await self.run(backend) { scene in
            try await scene.plan()
            // Sent, or being sent now.
            let opened = try await scene.send(recording: isSent)
            #expect(opened.map(\.kind) == [.incidentOpened])
            try await scene.delete()
            try await scene.plan()
            if !isSent {
                try await scene.fixture.database.write { db in
                    _ = try DeliveryRepository().sent(opened[0], by: "x", in: db)
                }
            }
            let end = try #require(try await scene.send().first)
            #expect(end.kind == .incidentResolved && end.channel == scene.channel)
            let reading = try await scene.fixture.database.read { db in
                try DeliveryContext.read(end, publicURL: "http://hawk.test", in: db)
            }
            guard case .ready(let brief) = reading else { return #expect(Bool(false)) }
            #expect(brief.message.monitor?.name == scene.monitor.configuration.name)
            #expect(brief.message.incident?.end == .deleted && brief.message.incident?.message == "connection refused")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an end that is already pending is sent`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene in
            try await scene.plan()
            _ = try await scene.send()
            try await scene.fixture.record([.up], of: scene.monitor)
            try await scene.delete()
            try await scene.plan()
            #expect(try await scene.send().map(\.kind) == [.incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an announcement is sent nevertheless`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene in
            let draft = ManualIncident(title: "We move", monitors: [scene.monitor.id])
            _ = try await scene.fixture.incidents.create(draft, as: scene.fixture.bob)
            try await scene.plan()
            try await scene.delete()
            let sent = try await scene.send()
            let reading = try await scene.fixture.database.read { db in
                try sent.map { try DeliveryContext.read($0, publicURL: "http://hawk.test", in: db) }
            }
            guard case .ready(let brief)? = reading.first, reading.count == 1 else { return #expect(Bool(false)) }
            #expect(brief.message.incident?.title == "We move")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a manually resolved incident names the member and keeps the reason`(_ backend: TestDatabase) async throws {
        try await self.run(backend) { scene in
            try await scene.plan()
            _ = try await scene.send()
            let incidents = scene.fixture.incidents
            let open = try await incidents.list(matching: .init(isOpen: true), before: nil, limit: 1, as: scene.fixture.bob)
            _ = try await incidents.resolve(try #require(open.first).incident.id, as: scene.fixture.bob)
            try await scene.plan()
            let end = try #require(try await scene.send().first)
            let reading = try await scene.fixture.database.read { db in
                try DeliveryContext.read(end, publicURL: "http://hawk.test", in: db)
            }
            guard case .ready(let brief) = reading else { return #expect(Bool(false)) }
            #expect(brief.message.incident?.end == .byHand(name: "bob"))
            #expect(brief.message.incident?.message == "connection refused")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `alerts for a disabled channel are sent when it is enabled again, including the end`(_ backend: TestDatabase)
        async throws
    {
        try await self.run(backend) { scene in
            func set(_ enabled: Bool) async throws {
                let channel = try await scene.fixture.channels.find(scene.channel, as: scene.fixture.alice)
                let draft = ChannelDraft(
                    type: .webhook, config: ["url": "https://hook.example/"], isDefault: false, enabled: enabled)
                _ = try await scene.fixture.channels.update(
                    scene.channel, to: draft, from: channel.version, as: scene.fixture.alice)
            }
            try await scene.plan()
            try await set(false)
            #expect(try await scene.send().isEmpty)
            let waiting = try await scene.deliveries()
            #expect(waiting.map(\.lastError) == ["the channel is disabled: the alert is sent when the channel is enabled again"])
            try await scene.fixture.record([.up, .down], of: scene.monitor)
            try await scene.plan()
            try await set(true)
            #expect(try await scene.send().map(\.kind) == [.incidentOpened])
            #expect(try await scene.send().map(\.kind) == [.incidentResolved])
            // The second outage began while the channel was disabled.
            #expect(try await scene.send().isEmpty)

            // An alert that is a day old is not sent.
            try await scene.fixture.record([.up, .down], of: scene.monitor)
            try await scene.plan()
            try await set(false)
            scene.fixture.clock.advance(by: .hours(25))
            try await set(true)
            #expect(try await scene.send().isEmpty)
            #expect(try await scene.deliveries().last?.lastError == "the channel was disabled for a day")
        }
    }
}
