import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

struct HeartbeatWatchTests {
    @Test(arguments: TestDatabase.all)
    func `a missed ping is an outage from its due time until the next ping`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            let pinged = fixture.clock.now
            try await fixture.pass(.minutes(11))
            #expect(try await fixture.incidents().isEmpty)
            #expect(try await fixture.status() == .up)

            try await fixture.pass(HeartbeatSchedule.settling)
            let incident = try #require(try await fixture.incidents().first)
            #expect(incident.startedAt == pinged + .minutes(10))
            #expect(incident.confirmedAt == pinged + .minutes(11) + HeartbeatSchedule.settling)
            #expect(incident.reason == .missed)
            #expect(incident.message == "no ping was received within 10 min, nor within the grace period of 1 min")
            #expect(try await fixture.status() == .down)

            // Without pings it stays down, in one incident.
            try await fixture.pass(.minutes(40))
            #expect(try await fixture.status() == .down)
            #expect(try await fixture.incidents().count == 1)
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.incidents().map(\.resolvedAt) == [fixture.clock.now])
            #expect(try await fixture.base.alerts() == [.incidentOpened, .incidentResolved])
            #expect(try await fixture.results().map(\.outcome) == [.up, .down, .down, .down, .down, .down, .up])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `history has no gap, and downtime begins when the ping was due`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let created = fixture.clock.now
            try await fixture.ping(Ping(.success))
            try await fixture.pass(.minutes(10))
            try await fixture.ping(Ping(.success))
            try await fixture.pass(.minutes(30))
            try await fixture.ping(Ping(.success))
            try await fixture.pass(.minutes(5))
            let now = fixture.clock.now
            let hours = try await fixture.base.engine.database.read { [monitor = fixture.monitor] db in
                try LocationStateRepository().all(of: [monitor.id], in: db).flatMap { $0.openHours(at: now) }.map(\.rollup)
                    + RollupRepository().hours(of: [monitor.id], from: .epoch, to: now, in: db).map(\.rollup)
            }
            #expect(hours.reduce(.zero) { $0 + $1.measured } == now - created)
            #expect(hours.reduce(.zero) { $0 + $1.downtime } == .minutes(20))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `while no API process listens no ping is missed, and our outage is no downtime`(
        _ backend: TestDatabase
    ) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            let pinged = fixture.clock.now
            try await fixture.pass(.minutes(9))
            try await fixture.passDeaf(.hours(2))
            #expect(try await fixture.incidents().isEmpty)
            #expect(try await fixture.status() == .unknown)

            // Back again, with time for the job to retry: half its interval and the grace period.
            try await fixture.pass(.minutes(6))
            #expect(try await fixture.incidents().isEmpty)
            try await fixture.pass(.seconds(7))
            let incident = try #require(try await fixture.incidents().first)
            #expect(incident.startedAt == pinged + .minutes(9) + .hours(2) + .seconds(3))
            let missed = try #require(try await fixture.results().last)
            #expect(missed.slot == incident.startedAt)
            #expect(try await fixture.status() == .down)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a leader that was away for hours evaluates the pings that arrived meanwhile`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            let pinged = fixture.clock.now
            try await fixture.listen(.hours(2))
            try await fixture.look()
            #expect(try await fixture.incidents().map(\.startedAt) == [pinged + .minutes(10)])
            // It lasts until now, since no ping arrived, and further until the next ping must have arrived.
            let next = fixture.clock.now - HeartbeatSchedule.settling + .minutes(10)
            #expect(try await fixture.results().last?.holdsUntil == next)
            try await fixture.look()
            #expect(try await fixture.results().count == 2)

            try await fixture.ping(Ping(.success))
            try await fixture.listen(.minutes(9))
            try await fixture.ping(Ping(.success))
            try await fixture.listen(.minutes(9))
            try await fixture.look()
            #expect(try await fixture.incidents().count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a heartbeat monitor without any ping is pending, neither down nor blind`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.start), Ping(.log))
            try await fixture.listen(.hours(3))
            try await fixture.look()
            try await MonitoringGapWatch(fixture.base.engine).look()
            #expect(try await fixture.status() == .pending)
            #expect(try await fixture.results().isEmpty)
            #expect(try await fixture.base.alerts().isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a paused monitor stores pings without evaluation, and gets its full time when resumed`(_ backend: TestDatabase)
        async throws
    {
        try await HeartbeatFixture.with(backend) { fixture in
            let operations = MonitorOperations(fixture.base.engine)
            try await fixture.ping(Ping(.success))
            try await fixture.change { monitor, now, db in
                try MonitorRepository().pause(monitor, at: now, in: db)
                try operations.rest(HeartbeatRepository().lock([monitor.id], in: db), in: db)
            }
            #expect(try await fixture.ping(Ping(.fail)) == [true])
            try await fixture.pass(.hours(1))
            #expect(try await fixture.results().count == 1)
            #expect(try await fixture.pings().map(\.ping.kind) == [.fail, .success])
            #expect(try await fixture.pulse().dueAt == nil)
            try await fixture.change { monitor, now, db in
                try MonitorRepository().resume(monitor, at: now, in: db)
                let resumed = try MonitorRepository().require(monitor.id, of: monitor.organization, in: db)
                try operations.restart(HeartbeatRepository().lock([monitor.id], in: db), of: resumed, in: db)
            }
            let resumed = fixture.clock.now
            try await fixture.pass(.minutes(11))
            #expect(try await fixture.incidents().isEmpty)
            try await fixture.pass(HeartbeatSchedule.settling)
            #expect(try await fixture.incidents().map(\.startedAt) == [resumed + .minutes(10)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `another interval and grace period apply from their change`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            try await fixture.pass(.minutes(5))
            try await fixture.change { monitor, now, db in
                var configuration = monitor.configuration
                configuration.schedule = .heartbeat(PingTiming(interval: .minutes(2), grace: .seconds(30)))
                let edited = monitor.edited(to: configuration, at: now)
                _ = try MonitorRepository().update(edited, in: db)
                try MonitorOperations(fixture.base.engine).restart(
                    HeartbeatRepository().lock([monitor.id], in: db), of: edited, in: db)
            }
            let changed = fixture.clock.now
            try await fixture.pass(.seconds(150))
            #expect(try await fixture.incidents().isEmpty)
            try await fixture.pass(HeartbeatSchedule.settling)
            #expect(try await fixture.incidents().map(\.startedAt) == [changed + .minutes(2)])
        }
    }

    @Test func `the leading scheduler checks heartbeats on its own and emits no tasks`() async throws {
        try await HeartbeatFixture.with(.sqlite) { fixture in
            try await fixture.ping(Ping(.success))
            try await fixture.listen(.minutes(12))
            let feed = try await fixture.base.engine.database.read { db in
                (try MonitorRepository().active(in: db).count, try MonitorRepository().changed(since: .epoch, in: db).count)
            }
            #expect(feed == (0, 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await SchedulerService(fixture.base.engine, holder: "test").run() }
                try await eventually("the missed ping") { try await !fixture.incidents().isEmpty }
                group.cancelAll()
            }
        }
    }
}

extension HeartbeatFixture {
    fileprivate func listen(_ time: Duration) async throws {
        try await self.listen(until: self.clock.now + time)
    }

    @discardableResult
    fileprivate func change<Value: Sendable>(
        _ body: @escaping @Sendable (Monitor, Instant, any Connection) throws -> Value
    ) async throws -> Value {
        try await self.base.engine.database.write { [monitor] db in
            try body(MonitorRepository().require(monitor.id, of: monitor.organization, in: db), db.now(), db)
        }
    }
}
