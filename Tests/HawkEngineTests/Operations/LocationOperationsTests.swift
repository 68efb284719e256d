import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

@Suite struct LocationOperationsTests {
    @Test func `a location is listed with its running runners, and as silent without any`() async throws {
        try await OperationsFixture.run { fixture in
            try await fixture.record("a", at: "eu")
            try await fixture.record("b", at: "eu")
            try await fixture.record("c", at: "us")
            fixture.clock.advance(by: .seconds(30))
            try await fixture.record("a", at: "eu")
            _ = try await fixture.monitor("db.example:1") { $0.locations = ["eu", "us"] }
            let locations = try await LocationOperations(fixture.engine).list(as: fixture.viewer)
            #expect(locations.map(\.name) == ["eu", "us"])
            #expect(locations.map(\.runners) == [1, 0])
            #expect(locations.map(\.monitors) == [1, 1])
            #expect(locations.map(\.seenAt) == [fixture.clock.now, fixture.clock.now - .seconds(30)])
        }
    }

    @Test func `a monitor keeps a location without runners, and no other monitor can select it`() async throws {
        try await OperationsFixture.run { fixture in
            try await fixture.record("a", at: "eu")
            let monitor = try await fixture.monitor("db.example:1") { $0.locations = ["eu"] }
            try await fixture.engine.database.write { db in try RunnerRepository().forget(before: db.now() + .days(1), in: db) }
            var draft = MonitorDraft(type: .tcp, target: "db.example:3")
            draft.locations = ["eu"]
            _ = try await fixture.monitors.update(monitor.id, to: draft, from: monitor.version, as: fixture.alice)
            let refused = await fields { _ = try await fixture.monitor("db.example:2") { $0.locations = ["default", "eu"] } }
            #expect(refused == ["locations.1"])
        }
    }
}

extension OperationsFixture {
    fileprivate func record(_ name: String, at location: String) async throws {
        try await self.engine.database.write { db in
            try RunnerRepository().record(name, at: location, version: "1", since: .epoch, in: db)
        }
    }
}
