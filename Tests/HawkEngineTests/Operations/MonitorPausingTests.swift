import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorPausingTests {
    @Test func `pausing a monitor that is down closes its incident and alerts once`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up, .down], of: monitor)
            let paused = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            #expect(paused.status == .paused && paused.statusSince == fixture.clock.now)

            let incidents = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(incidents.map(\.incident.resolvedAt) == [fixture.clock.now])
            let events = try await fixture.alertEvents()
            #expect(events.map(\.kind) == [.incidentOpened, .incidentResolved])
            #expect(events.last?.status == .paused)
            #expect(events.last?.message.contains("paused") == true)
            #expect(try await fixture.audited() == ["monitor.create", "monitor.pause"])
        }
    }

    @Test func `pausing a monitor that is up sends no alert`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up], of: monitor)
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            #expect(try await fixture.alertEvents().isEmpty)
        }
    }

    @Test func `a resumed monitor starts fresh, so that the same failure alerts again`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up, .down], of: monitor)
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            fixture.clock.advance(by: .hours(3))
            let resumed = try await fixture.monitors.resume(monitor.id, as: fixture.bob)
            #expect(resumed.status == .pending && resumed.statusSince == fixture.clock.now)
            #expect(resumed.monitor.effectiveAt == fixture.clock.now && !resumed.monitor.paused)

            try await fixture.record([.down], of: resumed.monitor)
            let open = try await fixture.incidents.list(matching: .init(isOpen: true), before: nil, limit: 10, as: fixture.bob)
            #expect(open.count == 1)
            #expect(try await fixture.monitors.find(monitor.id, as: fixture.bob).status == .down)
        }
    }

    @Test func `pausing ends an anomaly`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up], of: monitor)
            let now = fixture.clock.now
            try await fixture.database.write { db in
                guard var state = try MonitorStateRepository().lock([monitor.id], in: db).first else { return }
                state.anomalyIncident = try IncidentRepository().open(
                    IncidentDraft(
                        organization: monitor.organization, title: "slow", monitors: [monitor.id], cause: .anomaly,
                        startedAt: now), at: now, in: db
                ).id
                try MonitorStateRepository().save(state, in: db)
            }
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            #expect(try await fixture.alertEvents().map(\.kind) == [.anomalyClosed])
        }
    }
}
