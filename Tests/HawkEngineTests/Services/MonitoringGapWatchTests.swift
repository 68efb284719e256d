import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct MonitoringGapWatchTests {
    @Test(arguments: TestDatabase.all)
    func `monitors without results share one alert, and alert again when it happens again`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let first = try await fixture.monitor()
            let second = try await fixture.monitor { $0.name = "Queue" }
            let watch = MonitoringGapWatch(fixture.engine)
            for monitor in [first, second] { try await fixture.record(fixture.result(monitor, minute: 0, .up)) }
            fixture.clock.set(first.createdAt + .minutes(5))
            try await watch.look()
            #expect(try await fixture.alerts().isEmpty)

            fixture.clock.set(first.createdAt + .minutes(6))
            try await watch.look()
            try await watch.look()
            let events = try await fixture.unplanned()
            #expect(events.map(\.kind) == [.monitorBlind] && events.map(\.monitor) == [first.id])
            #expect(events.first?.message == "no check result for more than 5 min (1 more: Queue)")
            #expect(events.first?.occurredAt == first.createdAt + .minutes(1))

            for monitor in [first, second] { try await fixture.record(fixture.result(monitor, minute: 7, .up)) }
            try await watch.look()
            fixture.clock.set(first.createdAt + .minutes(20))
            try await watch.look()
            #expect(try await fixture.alerts() == [.monitorBlind, .monitorBlind])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `five minutes of unknown results alert with their reason`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let watch = MonitoringGapWatch(fixture.engine)
            try await fixture.record(fixture.result(monitor, minute: 0, .up))
            for minute in Int64(1)...5 {
                var result = fixture.result(monitor, minute: minute, .unknown)
                result.message = "no file descriptors are left"
                try await fixture.record(result)
            }
            try await watch.look()
            #expect(try await fixture.alerts().isEmpty)
            fixture.clock.set(monitor.createdAt + .minutes(6))
            try await watch.look()
            #expect(try await fixture.unplanned().map(\.message) == ["no file descriptors are left"])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `paused, new and rarely checked monitors are not blind`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let paused = try await fixture.monitor()
            let rare = try await fixture.monitor { $0.timing.interval = .hours(1) }
            try await fixture.record(fixture.result(rare, minute: 0, .up))
            _ = try await fixture.engine.database.write { db in
                try MonitorRepository().pause(paused, at: fixture.clock.now, in: db)
            }
            fixture.clock.set(paused.createdAt + .minutes(66))
            _ = try await fixture.monitor()
            try await MonitoringGapWatch(fixture.engine).look()
            #expect(try await fixture.alerts().isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `monitors with channels of their own alert there`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let common = try await fixture.monitor()
            let own = try await fixture.monitor { $0.channels = [ID(7)] }
            fixture.clock.set(common.createdAt + .minutes(10))
            try await MonitoringGapWatch(fixture.engine).look()
            #expect(Set(try await fixture.unplanned().map(\.monitor)) == [common.id, own.id])
        }
    }
}

extension EngineFixture {
    fileprivate func unplanned() async throws -> [AlertEvent] {
        try await self.engine.database.read { db in try AlertEventRepository().unplanned(limit: 100, in: db) }
    }
}
