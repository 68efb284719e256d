import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Heartbeat monitors with a cron schedule: daily at 3:30 in Berlin, with an hour of grace period.
struct CronHeartbeatTests {
    private static func with(
        _ backend: TestDatabase, schedule: String = "30 3 * * *", at start: String,
        _ test: (HeartbeatFixture) async throws -> Void
    ) async throws {
        let clock = ManualClock(try #require(Instant(start)))
        let interval = try CronExpression(schedule).maxGap
        try await HeartbeatFixture.with(
            backend, clock: clock,
            {
                $0.schedule = .heartbeat(PingTiming(interval: interval, grace: .hours(1)))
                $0.settings = ["grace_seconds": 3_600, "schedule": .string(schedule), "time_zone": "Europe/Berlin"]
            }, test)
    }

    @Test(arguments: TestDatabase.all)
    func `a run that misses its time is down after the grace period, since its time`(_ backend: TestDatabase)
        async throws
    {
        try await Self.with(backend, at: "2026-11-22T02:30:20Z") { fixture in
            try await fixture.ping(Ping(.success))
            let due = try #require(Instant("2026-11-23T02:30:00Z"))
            #expect(try await fixture.pulse().dueAt == due)
            #expect(try await fixture.results().last?.holdsUntil == due + .hours(1))
            try await fixture.listen(until: due + .hours(1) + .seconds(3))
            try await fixture.look()
            #expect(try await fixture.incidents().isEmpty)
            #expect(try await fixture.status() == .up)
            try await fixture.listen(until: due + .hours(1) + .seconds(4))
            try await fixture.look()
            let incident = try #require(try await fixture.incidents().first)
            #expect(incident.startedAt == due)
            #expect(
                incident.message
                    == "no ping was received for 23 Nov 2026, 03:30 Europe/Berlin, nor within the grace period of 1 h")
            #expect(try await fixture.pulse().dueAt == due + .days(1))
            // The late run is up again, and the next run is due at its usual time.
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.status() == .up)
            #expect(try await fixture.pulse().dueAt == due + .days(1))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `due times follow the time zone, and a slightly early ping counts`(_ backend: TestDatabase) async throws {
        // On 29 March 2026, clocks go forward.
        try await Self.with(backend, at: "2026-03-28T02:29:58Z") { fixture in
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.pulse().dueAt == Instant("2026-03-28T02:30:00Z"))
            fixture.clock.advance(by: .seconds(1))
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.pulse().dueAt == Instant("2026-03-29T01:30:00Z"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `our own outage moves the runs that were due in it`(_ backend: TestDatabase) async throws {
        try await Self.with(backend, at: "2026-11-22T03:00:00Z") { fixture in
            try await fixture.ping(Ping(.success))
            let due = try #require(Instant("2026-11-23T02:30:00Z"))
            try await fixture.listen(until: due - .minutes(10))
            try await fixture.passDeaf(.hours(3))
            let back = fixture.clock.now
            // Five minutes to retry, and the grace period.
            try await fixture.pass(.seconds(3))
            try await fixture.listen(until: back + .minutes(65))
            try await fixture.look()
            #expect(try await fixture.incidents().isEmpty)
            try await fixture.listen(until: back + .minutes(65) + .seconds(10))
            try await fixture.look()
            #expect(try await fixture.incidents().map(\.startedAt) == [back + .seconds(3)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `without a leader a rare heartbeat is up for at most a day after its grace`(_ backend: TestDatabase) async throws {
        try await Self.with(backend, schedule: "0 3 1 * *", at: "2026-11-22T03:00:00Z") { fixture in
            try await fixture.ping(Ping(.success))
            let due = try #require(Instant("2026-12-01T02:00:00Z"))
            #expect(try await fixture.pulse().dueAt == due)
            fixture.clock.set(due + .days(1) + .hours(1))
            #expect(try await fixture.status() == .up)
            fixture.clock.advance(by: .seconds(9))
            #expect(try await fixture.status() == .unknown)
            fixture.clock.advance(by: .hours(1))
            try await MonitoringGapWatch(fixture.base.engine).look()
            #expect(try await fixture.base.alerts() == [.monitorBlind])
        }
    }

    @Test func `unreadable settings fall back to the interval and delay no pings`() async throws {
        try await HeartbeatFixture.with(.sqlite, { $0.settings = ["schedule": "61 * * * *", "time_zone": "Atlantis"] }) {
            fixture in
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.pulse().dueAt == fixture.clock.now + .minutes(10))
        }
    }
}
