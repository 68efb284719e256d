import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct QuotaTests {
    private func quotas(_ change: (inout Quotas) -> Void) -> Quotas {
        var quotas = Quotas.selfHosted
        change(&quotas)
        return quotas
    }

    @Test(arguments: TestDatabase.all)
    func `of concurrent creations at the limit exactly the allowed number succeed`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend, quotas: self.quotas { $0[.monitors] = 3 }) { fixture in
            for _ in 0..<2 { _ = try await fixture.monitor() }
            let codes = await withTaskGroup(of: OperationError.Code?.self) { group in
                for _ in 0..<8 { group.addTask { await code { _ = try await fixture.monitor() } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1)
            #expect(codes.count { $0 == .conflict } == 7)
            let used = try await fixture.database.read { [organization = fixture.alice.organization] db in
                try QuotaRepository().used(.monitors, of: organization, at: db.now(), in: db)
            }
            #expect(used == 3)
            #expect(
                await code {
                    _ = try await fixture.monitors.create(MonitorDraft(type: .tcp, target: "a.test:1"), as: fixture.charlie)
                } == nil)
        }
    }

    @Test func `items beyond a lowered limit stay, work and can be edited`() async throws {
        try await OperationsFixture.run { before in
            let monitor = try await before.monitor {
                $0.interval = .seconds(100)
                $0.timeout = .seconds(50)
            }
            _ = try await before.monitor()
            let fixture = before.with(
                self.quotas {
                    $0[.monitors] = 1
                    $0.minInterval = .seconds(300)
                    $0.maxTimeout = .seconds(20)
                })
            var draft = MonitorDraft(
                type: .tcp, target: "other.example:5432", interval: .seconds(100), timeout: .seconds(50), settings: [:])
            let edited = try await fixture.monitors.update(monitor.id, to: draft, from: monitor.version, as: fixture.alice)
                .monitor
            #expect(edited.configuration.target == "other.example:5432")
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.alice)
            let resumed = try await fixture.monitors.resume(monitor.id, as: fixture.alice).monitor
            draft.interval = .seconds(101)
            draft.timeout = .seconds(51)
            let refused = await fields { [draft] in
                _ = try await fixture.monitors.update(monitor.id, to: draft, from: resumed.version, as: fixture.alice)
            }
            #expect(refused == ["interval_seconds", "timeout_seconds"])
            #expect(await code { _ = try await fixture.monitor() } == .conflict)
        }
    }

    @Test func `a mail channel has a limited number of recipients, and keeps those from before the limit`() async throws {
        try await OperationsFixture.run { before in
            func draft(_ count: Int, name: String = "Mail") -> ChannelDraft {
                let to = (0..<count).map { JSONValue.string("p\($0)@example.com") }
                return ChannelDraft(
                    type: .email, name: name, config: ["to": .array(to), "smtp_url": "smtp://mail.example.com"])
            }
            let channel = try await before.channels.create(draft(5), as: before.alice)
            let fixture = before.with(self.quotas { $0.mailRecipients = 2 })
            let renamed = try await fixture.channels.update(
                channel.id, to: draft(5, name: "People"), from: channel.version, as: fixture.alice)
            #expect(renamed.name == "People")
            let more = await fields {
                _ = try await fixture.channels.update(channel.id, to: draft(6), from: renamed.version, as: fixture.alice)
            }
            #expect(more == ["config.to"])
            #expect(await fields { _ = try await fixture.channels.create(draft(3), as: fixture.alice) } == ["config.to"])
            _ = try await fixture.channels.create(draft(2), as: fixture.alice)
        }
    }

    @Test func `the day of the limit for announcements moves on`() async throws {
        try await OperationsFixture.run(quotas: self.quotas { $0[.incidentsPerDay] = 1 }) { fixture in
            let draft = ManualIncident(title: "Maintenance went wrong")
            _ = try await fixture.incidents.create(draft, as: fixture.bob)
            await #expect(
                throws: OperationError(
                    .conflict, "an organization may have at most 1 manual incidents within 24 hours on this server")
            ) { try await fixture.incidents.create(draft, as: fixture.bob) }
            fixture.clock.advance(by: .days(1))
            _ = try await fixture.incidents.create(draft, as: fixture.bob)
        }
    }
}
