import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct IncidentOperationsTests {
    @Test func `an announced incident alerts, with its first entry`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            let details = try await fixture.incidents.create(
                ManualIncident(
                    title: " Slow checkout ", severity: .critical, monitors: [monitor.id], message: "We look into it."),
                as: fixture.bob)
            #expect(details.incident.title == "Slow checkout" && details.incident.cause == .manual)
            #expect(details.incident.monitors == [monitor.id] && details.incident.status == .investigating)
            #expect(details.updates.map(\.message) == ["We look into it."] && details.updates.first?.author == ID(2))
            let events = try await fixture.alertEvents()
            #expect(events.map(\.kind) == [.incidentOpened] && events.first?.monitor == monitor.id)
            #expect(try await fixture.audited() == ["monitor.create", "incident.create"])
        }
    }

    @Test func `only editors of its organization change an incident`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.incidents.create(ManualIncident(title: "Slow"), as: fixture.bob).incident.id
            let charlie = fixture.charlie
            #expect(await code { _ = try await fixture.incidents.find(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.incidents.resolve(id, as: charlie) } == .notFound)
            #expect(await code { _ = try await fixture.incidents.acknowledge(id, as: charlie) } == .notFound)
            #expect(
                await code { _ = try await fixture.incidents.update(id, title: "x", severity: .minor, as: charlie) } == .notFound)
            let update = { (principal: Principal) in
                _ = try await fixture.incidents.addUpdate("x", status: nil, isPublic: true, to: id, as: principal)
            }
            #expect(await code { try await update(charlie) } == .notFound)
            #expect(await code { try await update(fixture.viewer) } == .forbidden)
            #expect(
                await code { _ = try await fixture.incidents.create(ManualIncident(title: "x"), as: fixture.viewer) }
                    == .forbidden)
            #expect(try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: charlie).isEmpty)
            let foreign = await fields {
                let monitor = try await fixture.monitor()
                _ = try await fixture.incidents.create(ManualIncident(title: "x", monitors: [monitor.id]), as: charlie)
            }
            #expect(foreign == ["monitor_ids.0"])
        }
    }

    @Test func `the timeline leads an incident to its end, which alerts once`() async throws {
        try await OperationsFixture.run { fixture in
            let incidents = fixture.incidents
            let bob = fixture.bob
            let id = try await incidents.create(ManualIncident(title: "Slow"), as: bob).incident.id
            let identified = try await incidents.addUpdate("A full disk.", status: .identified, isPublic: true, to: id, as: bob)
            #expect(identified.incident.status == .identified)
            let remark = try await incidents.addUpdate("Still at it.", status: nil, isPublic: false, to: id, as: bob)
            #expect(remark.incident.status == .identified)
            let over = try await incidents.addUpdate("Mended.", status: .resolved, isPublic: true, to: id, as: bob)
            #expect(over.incident.status == .resolved && over.incident.resolvedAt == fixture.clock.now)
            #expect(over.updates.map(\.message) == ["A full disk.", "Still at it.", "Mended."])
            _ = try await incidents.resolve(id, as: bob)
            #expect(try await fixture.alertEvents().map(\.kind) == [.incidentOpened, .incidentResolved])

            let afterwards = try await incidents.addUpdate("What we learnt.", status: nil, isPublic: true, to: id, as: bob)
            #expect(afterwards.updates.count == 4)
            let reopened = await code {
                _ = try await incidents.addUpdate("Again.", status: .investigating, isPublic: true, to: id, as: bob)
            }
            #expect(reopened == .conflict)
            #expect(await code { _ = try await incidents.acknowledge(id, as: bob) } == .conflict)
        }
    }

    @Test func `a manually resolved incident stays resolved while the monitor is down`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up, .down], of: monitor)
            let open = try await fixture.incidents.list(matching: .init(isOpen: true), before: nil, limit: 10, as: fixture.bob)
            let id = try #require(open.first?.incident.id)
            _ = try await fixture.incidents.acknowledge(id, as: fixture.bob)
            let acknowledged = try await fixture.incidents.acknowledge(id, as: fixture.alice).incident
            #expect(acknowledged.acknowledgedAt == fixture.clock.now)
            #expect(acknowledged.acknowledgedBy == Incident.Acknowledger(id: ID(2), name: "bob"))
            _ = try await fixture.incidents.resolve(id, as: fixture.bob)
            try await fixture.record([.down, .down], of: monitor)
            let still = try await fixture.incidents.list(matching: .init(isOpen: true), before: nil, limit: 10, as: fixture.bob)
            #expect(still.isEmpty)
            let attached = try await fixture.database.read { try MonitorStateRepository().all(of: [monitor.id], in: $0) }
            #expect(attached.first?.incident == id)
            try await fixture.record([.up, .down], of: monitor)
            let all = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(all.map(\.incident.status) == [.investigating, .resolved])
            #expect(try await fixture.audited().suffix(2) == ["incident.acknowledge", "incident.resolve"])
        }
    }

    @Test func `title and severity can be changed, within bounds`() async throws {
        try await OperationsFixture.run { fixture in
            let id = try await fixture.incidents.create(ManualIncident(title: "Slow"), as: fixture.bob).incident.id
            let changed = try await fixture.incidents.update(id, title: "Down", severity: .critical, as: fixture.bob).incident
            #expect(changed.title == "Down" && changed.severity == .critical)
            let bob = fixture.bob
            #expect(
                await fields { _ = try await fixture.incidents.update(id, title: " ", severity: .minor, as: bob) } == ["title"])
            let noText = await fields {
                _ = try await fixture.incidents.addUpdate("\n", status: nil, isPublic: true, to: id, as: bob)
            }
            #expect(noText == ["message"])
            let closed = await fields {
                _ = try await fixture.incidents.create(ManualIncident(title: "x", status: .resolved), as: bob)
            }
            #expect(closed == ["status"])
        }
    }

    @Test func `subscribers are notified`() async throws {
        try await OperationsFixture.run { fixture in
            var events = fixture.broker.events().makeAsyncIterator()
            var wakeUps = fixture.broker.wakeUps(.alertsPending).makeAsyncIterator()
            let id = try await fixture.incidents.create(ManualIncident(title: "Slow"), as: fixture.bob).incident.id
            #expect(await wakeUps.next() != nil)
            let event = await events.next()
            #expect(event?.organization == fixture.bob.organization)
            #expect(event?.kind == .incident(id, .investigating, monitors: []))
        }
    }
}
