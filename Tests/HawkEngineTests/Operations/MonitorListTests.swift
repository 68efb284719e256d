import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

struct MonitorListTests {
    @Test func `a page by status begins where the last one ended, regardless of changes between`() async throws {
        try await OperationsFixture.run { fixture in
            var down: [ID<Monitor>] = []
            for index in 0..<9 {
                let monitor = try await fixture.monitor("m\(index).example:80")
                try await fixture.record([index % 3 == 0 ? .down : .up], of: monitor, every: .milliseconds(1))
                if index % 3 == 0 { down.append(monitor.id) }
            }
            var seen: [ID<Monitor>] = []
            var cursor: ID<Monitor>?
            repeat {
                let page = try await fixture.monitors.list(
                    matching: .init(), status: .down, after: cursor, limit: 2, as: fixture.viewer)
                seen += page.map(\.monitor.id)
                cursor = page.count == 2 ? page.last?.monitor.id : nil
            } while cursor != nil
            #expect(seen == down)
            let pending = try await fixture.monitors.list(
                matching: .init(), status: .pending, after: nil, limit: 10, as: fixture.viewer)
            #expect(pending.isEmpty)
        }
    }

    @Test func `a list shows derived values, and a status becomes unknown over time`() async throws {
        try await OperationsFixture.run { fixture in
            let monitor = try await fixture.monitor()
            #expect(try await fixture.monitors.find(monitor.id, as: fixture.viewer).status == .pending)
            let began = fixture.clock.now
            try await fixture.record([.up, .up], of: monitor)
            let seen = try await fixture.monitors.find(monitor.id, as: fixture.viewer)
            #expect(seen.status == .up && seen.statusSince == began)
            #expect(seen.lastCheckedAt == began + .seconds(60) && seen.lastLatency == .milliseconds(10))
            fixture.clock.advance(by: .minutes(10))
            let stale = try await fixture.monitors.find(monitor.id, as: fixture.viewer)
            #expect(stale.status == .unknown && stale.statusSince == began + .seconds(60))
        }
    }

    @Test func `a thousand monitors take as many statements as ten`() async throws {
        try await OperationsFixture.run { fixture in
            let list = {
                _ = try await fixture.monitors.list(
                    matching: .init(), status: .pending, after: nil, limit: 500, as: fixture.viewer)
            }
            let overview = { _ = try await OverviewOperations(fixture.engine).overview(as: fixture.viewer) }
            try await self.add(10, to: fixture)
            let few = try await fixture.database.statements { try await list() }
            let fewForOverview = try await fixture.database.statements { try await overview() }
            try await self.add(990, to: fixture)
            #expect(try await fixture.database.statements { try await list() } == few)
            #expect(try await fixture.database.statements { try await overview() } == fewForOverview)
            #expect(few <= 4 && fewForOverview <= 8)
            let total = try await OverviewOperations(fixture.engine).overview(as: fixture.viewer).total
            #expect(total == 1_000)
        }
    }

    private func add(_ count: Int, to fixture: OperationsFixture) async throws {
        let organization = fixture.alice.organization
        let now = fixture.clock.now
        try await fixture.database.write { db in
            for index in 0..<count {
                let configuration = MonitorConfiguration(name: "m\(index)", type: .tcp, target: "m\(index).example:80")
                _ = try MonitorRepository().create(configuration, of: organization, at: now, in: db)
            }
        }
    }
}
