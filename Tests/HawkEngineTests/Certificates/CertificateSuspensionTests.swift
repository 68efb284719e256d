import HawkBroker
import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

/// What happens to a certificate's incident when members change its monitor.
struct CertificateSuspensionTests {
    /// Provides a monitor with an open certificate warning.
    private func withWarning(_ test: (OperationsFixture, Monitor) async throws -> Void) async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up], of: monitor, showing: fixture.chain(days: 5))
            #expect(try await fixture.alertEvents().map(\.message) == ["certificate expires in 5 days"])
            try await test(fixture, monitor)
        }
    }

    @Test func `pausing ends the incident with one alert, and the next warning is new`() async throws {
        try await self.withWarning { fixture, monitor in
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            let events = try await fixture.alertEvents()
            #expect(events.map(\.kind) == [.incidentOpened, .incidentResolved] && events.last?.status == .paused)
            #expect(try await fixture.openIncidents().isEmpty)
            let resumed = try await fixture.monitors.resume(monitor.id, as: fixture.bob).monitor
            try await fixture.record([.up], of: resumed, showing: fixture.chain(days: 4))
            #expect(try await fixture.alertEvents().map(\.kind).last == .incidentOpened)
            #expect(try await fixture.openIncidents().count == 1)
        }
    }

    @Test func `deleting ends the incident and leaves no alert event`() async throws {
        try await self.withWarning { fixture, monitor in
            try await fixture.monitors.delete(monitor.id, as: fixture.bob)
            #expect(try await fixture.openIncidents().isEmpty)
            #expect(try await fixture.alertEvents().isEmpty)
        }
    }

    @Test func `another target ends the incident at once, other settings do not`() async throws {
        try await self.withWarning { fixture, monitor in
            var draft = MonitorDraft(type: .tcp, target: monitor.configuration.target, interval: .seconds(90))
            var edited = try await fixture.monitors.update(monitor.id, to: draft, from: monitor.version, as: fixture.bob).monitor
            #expect(edited.revision == monitor.revision + 1)
            try await fixture.record([.up], of: edited, showing: fixture.chain(days: 5))
            #expect(try await fixture.alertEvents().count == 1)

            draft.target = "other.example:5432"
            edited = try await fixture.monitors.update(monitor.id, to: draft, from: edited.version, as: fixture.bob).monitor
            let events = try await fixture.alertEvents()
            #expect(events.map(\.kind) == [.incidentOpened, .incidentResolved])
            #expect(events.last?.message == "the target was changed" && events.last?.status == .up)
            #expect(try await fixture.openIncidents().isEmpty)
            // The last check of the former target arrives after the change.
            try await fixture.record([.up], of: monitor, showing: fixture.chain(days: 0))
            #expect(try await fixture.openIncidents().isEmpty)
            try await fixture.record([.up], of: edited, showing: fixture.chain(days: 5))
            #expect(try await fixture.openIncidents().map(\.cause) == [.certificate])
        }
    }

    @Test func `resolving by hand alerts once`() async throws {
        try await self.withWarning { fixture, monitor in
            let id = try #require(try await fixture.openIncidents().first?.id)
            _ = try await fixture.incidents.resolve(id, as: fixture.bob)
            try await fixture.record([.up], of: monitor, showing: fixture.chain(days: 5))
            let events = try await fixture.alertEvents()
            #expect(events.map(\.kind) == [.incidentOpened, .incidentResolved])
            #expect(events.last?.message == "resolved manually")
        }
    }

    @Test func `a monitor shows the days that are left`() async throws {
        try await self.withWarning { fixture, monitor in
            #expect(try await fixture.monitors.find(monitor.id, as: fixture.viewer).certificateDaysLeft == 5)
            fixture.clock.advance(by: .days(6))
            let listed = try await fixture.monitors.list(
                matching: .init(), status: nil, after: nil, limit: 10, as: fixture.viewer)
            #expect(listed.map(\.certificateDaysLeft) == [-1])
            let other = try await fixture.monitor()
            #expect(try await fixture.monitors.find(other.id, as: fixture.viewer).certificateDaysLeft == nil)
        }
    }
}

extension OperationsFixture {
    fileprivate func chain(days: Int64) -> CertificateChain? {
        let end = self.clock.now + .days(days) + .hours(1)
        let leaf = CertificateSummary(
            subject: "CN=db.example", issuer: "CN=Authority", names: [], notBefore: end - .days(365), notAfter: end)
        return CertificateChain([leaf], problem: nil)
    }

    fileprivate func openIncidents() async throws -> [Incident] {
        try await self.incidents.list(matching: .init(isOpen: true), before: nil, limit: 10, as: self.bob).map(\.incident)
    }
}
