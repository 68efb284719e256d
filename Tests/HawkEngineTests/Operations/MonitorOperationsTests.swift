import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorOperationsTests {
    @Test func `only its organization sees and changes a monitor`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.monitor().id
            let draft = MonitorDraft(type: .tcp, target: "evil.example:1")
            let charlie = fixture.charlie
            #expect(await code { _ = try await fixture.monitors.find(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.monitors.update(id, to: draft, from: 1, as: charlie) } == .notFound)
            #expect(await code { try await fixture.monitors.delete(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.monitors.pause(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.monitors.resume(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.monitors.check(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.monitors.stats(of: id, over: .day, as: charlie) } == .notFound)
            let all = try await fixture.monitors.list(matching: .init(), status: nil, after: nil, limit: 10, as: charlie)
            #expect(all.isEmpty)
        }
    }

    @Test func `a viewer reads and an editor changes`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.monitor().id
            let viewer = fixture.viewer
            let draft = MonitorDraft(type: .tcp, target: "db.example:1")
            _ = try await fixture.monitors.find(id, as: viewer)
            #expect(await code { _ = try await fixture.monitors.create(draft, as: viewer) } == .forbidden)
            #expect(await code { _ = try await fixture.monitors.update(id, to: draft, from: 1, as: viewer) } == .forbidden)
            #expect(await code { try await fixture.monitors.delete(id, as: viewer) } == .forbidden)
            #expect(await code { _ = try await fixture.monitors.pause(id, as: viewer) } == .forbidden)
            #expect(await code { _ = try await fixture.monitors.check(id, as: viewer) } == .forbidden)
            #expect(await code { _ = try await fixture.monitors.test(draft, as: viewer) } == .forbidden)
            _ = try await fixture.monitors.create(draft, as: fixture.bob)
        }
    }

    @Test func `references must be the organization's own`() async throws {
        try await OperationsFixture.run { fixture in
            let foreign = try await fixture.monitors.create(
                MonitorDraft(type: .tcp, target: "db.example:1"), as: fixture.charlie)
            let channel = try await fixture.channels.create(
                ChannelDraft(type: .webhook, config: ["url": "https://hooks.example/"]), as: fixture.charlie)
            let wrong = await fields {
                _ = try await fixture.monitor { draft in
                    draft.dependsOn = [foreign.monitor.id]
                    draft.channels = [channel.id]
                }
            }
            #expect(wrong == ["channel_ids.0", "depends_on.0"])
        }
    }

    @Test func `only a change of what is checked begins a new revision`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            fixture.clock.advance(by: .hours(1))
            let renamed = try await fixture.monitors.update(
                monitor.id, to: MonitorDraft(type: .tcp, target: "db.example:5432", name: "Shop"), from: 1, as: fixture.bob
            ).monitor
            #expect(renamed.revision == 1 && renamed.version == 2 && renamed.effectiveAt == monitor.effectiveAt)
            let moved = try await fixture.monitors.update(
                monitor.id, to: MonitorDraft(type: .tcp, target: "db.example:5433", name: "Shop"), from: 2, as: fixture.bob
            ).monitor
            #expect(moved.revision == 2 && moved.effectiveAt == fixture.clock.now)
            #expect(try await fixture.audited() == ["monitor.create", "monitor.update", "monitor.update"])
        }
    }

    @Test func `of two edits of the same version the second is a conflict`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.monitor().id
            let draft = MonitorDraft(type: .tcp, target: "db.example:5432", name: "Shop")
            _ = try await fixture.monitors.update(id, to: draft, from: 1, as: fixture.bob)
            #expect(await code { _ = try await fixture.monitors.update(id, to: draft, from: 1, as: fixture.bob) } == .conflict)
        }
    }

    @Test func `a monitor keeps its type and does not depend on itself`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.monitor().id
            let other = MonitorDraft(type: .http, target: "https://shop.example/")
            #expect(await fields { _ = try await fixture.monitors.update(id, to: other, from: 1, as: fixture.bob) } == ["type"])
            let own = MonitorDraft(type: .tcp, target: "db.example:5432", dependsOn: [id])
            #expect(
                await fields { _ = try await fixture.monitors.update(id, to: own, from: 1, as: fixture.bob) } == ["depends_on.0"])
        }
    }

    @Test func `a deleted monitor is gone, and its incident closes without an alert`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up, .down], of: monitor)
            try await fixture.monitors.delete(monitor.id, as: fixture.bob)
            #expect(await code { _ = try await fixture.monitors.find(monitor.id, as: fixture.bob) } == .notFound)
            #expect(await code { try await fixture.monitors.delete(monitor.id, as: fixture.bob) } == .notFound)
            let incidents = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(incidents.map(\.incident.status) == [.resolved])
            #expect(incidents.first?.updates.map(\.message) == ["the monitor was deleted"])
            #expect(try await fixture.alertEvents().isEmpty)
        }
    }

    @Test func `every change wakes the scheduler`() async throws {
        try await OperationsFixture.run { fixture in
            var wakeUps = fixture.broker.wakeUps(.monitorsChanged).makeAsyncIterator()
            let id = try await fixture.monitor().id
            #expect(await wakeUps.next() != nil)
            _ = try await fixture.monitors.pause(id, as: fixture.bob)
            #expect(await wakeUps.next() != nil)
            _ = try await fixture.monitors.resume(id, as: fixture.bob)
            #expect(await wakeUps.next() != nil)
            try await fixture.monitors.delete(id, as: fixture.bob)
            #expect(await wakeUps.next() != nil)
        }
    }
}
