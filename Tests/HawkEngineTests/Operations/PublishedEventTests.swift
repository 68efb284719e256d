import HawkBroker
import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Which live events a change causes.
@Suite(.timeLimit(.minutes(1))) struct PublishedEventTests {
    @Test func `each change of an incident is published once`() async throws {
        try await OperationsFixture.run { fixture in
            let (incidents, bob, events) = (fixture.incidents, fixture.bob, fixture.broker.events())
            let id = try await incidents.create(ManualIncident(title: "Slow", message: "we look into it"), as: bob).incident.id
            _ = try await incidents.acknowledge(id, as: bob)
            _ = try await incidents.addUpdate("found", status: .identified, isPublic: true, to: id, as: bob)
            _ = try await incidents.addUpdate("still", status: nil, isPublic: true, to: id, as: bob)
            _ = try await incidents.update(id, title: "Down", severity: .critical, as: bob)
            _ = try await incidents.resolve(id, as: bob)
            let statuses: [Incident.Status] = [.investigating, .investigating, .identified, .identified, .identified, .resolved]
            #expect(await fixture.broker.kinds(of: events) == statuses.map { .incident(id, $0, monitors: []) })
        }
    }

    @Test(arguments: ["pause", "delete"])
    func `the incident that a pause or deletion closes is published once`(_ action: String) async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up, .down], of: monitor)
            let events = fixture.broker.events()
            var wakeUps = fixture.broker.wakeUps(.alertsPending).makeAsyncIterator()
            if action == "pause" {
                _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            } else {
                try await fixture.monitors.delete(monitor.id, as: fixture.bob)
            }
            #expect(await wakeUps.next() != nil)
            let open = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            let id = try #require(open.first).incident.id
            #expect(await fixture.broker.kinds(of: events) == [.incident(id, .resolved, monitors: [monitor.id])])
        }
    }

    @Test func `each change of a status page is published`() async throws {
        try await OperationsFixture.run { fixture in
            let (pages, events) = (StatusPageOperations(fixture.engine), fixture.broker.events())
            let id = try await pages.create(StatusPageDraft(slug: "acme", title: "Acme"), as: fixture.bob).id
            _ = try await pages.update(id, as: fixture.bob) { _ in StatusPageDraft(slug: "acme", title: "Acme Inc.") }
            try await pages.delete(id, as: fixture.bob)
            #expect(await fixture.broker.kinds(of: events) == [.pagesEdited, .pagesEdited, .pagesEdited])
        }
    }

    @Test func `a changed channel wakes the notifiers`() async throws {
        try await OperationsFixture.run { fixture in
            let draft = ChannelDraft(type: .webhook, name: "hook", config: ["url": "https://hooks.example/1"])
            let id = try await fixture.channels.create(draft, as: fixture.alice).id
            var wakeUps = fixture.broker.wakeUps(.alertsPending).makeAsyncIterator()
            _ = try await fixture.channels.update(id, as: fixture.alice) { _ in draft }
            #expect(await wakeUps.next() != nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a recorded outage publishes its check, incident and status, in this order`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up))
            let events = fixture.broker.events()
            var wakeUps = fixture.broker.wakeUps(.alertsPending).makeAsyncIterator()
            let down = fixture.result(monitor, minute: 1, .down)
            try await fixture.record(down)
            #expect(await wakeUps.next() != nil)
            let incident = try #require(try await fixture.incidents(of: monitor).first)
            let since = try #require(down.firstFailedAt)
            #expect(
                await fixture.broker.kinds(of: events) == [
                    .check(monitor.id, outcome: .down, latency: down.latency, location: "default"),
                    .incident(incident.id, .investigating, monitors: [monitor.id]),
                    .status(monitor.id, .down, since: since),
                ])
        }
    }
}
