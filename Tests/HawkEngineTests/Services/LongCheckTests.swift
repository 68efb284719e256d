import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Checks that take longer than their interval, as runners make them. Each location has one in flight, and the next begins at the
/// first slot after its end.
@Suite struct LongCheckTests {
    @Test(arguments: TestDatabase.all)
    func `an outage that one location sees in long checks is one open incident`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.timing.interval = .seconds(1)
                $0.timing.timeout = .milliseconds(800)
                $0.timing.confirmations = 5
                $0.timing.confirmationDelay = .seconds(1)
                $0.locations = ["a", "b"]
            }
            let course = try await LongChecks(monitor, in: fixture, hanging: ["a"]).run(for: .seconds(60))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.resolvedAt) == [nil])
            #expect(incidents.allSatisfy { ($0.confirmedAt ?? .epoch) <= monitor.createdAt + .seconds(10) })
            #expect(course.statuses == [.up, .down])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a status stays down during a long check of its location`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.timing.interval = .seconds(2)
                $0.timing.timeout = .milliseconds(1_500)
                $0.timing.confirmations = 2
                $0.timing.confirmationDelay = .seconds(2)
            }
            let course = try await LongChecks(monitor, in: fixture, hanging: ["default"]).run(for: .seconds(60))
            #expect(course.statuses == [.pending, .down])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `long checks do not make a monitor blind`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.timing.interval = .seconds(60)
                $0.timing.timeout = .seconds(45)
                $0.timing.confirmations = 4
                $0.timing.confirmationDelay = .seconds(20)
            }
            let course = try await LongChecks(monitor, in: fixture, hanging: ["default"]).run(for: .seconds(900))
            #expect(course.statuses == [.pending, .down])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    /// The last verdict of a location that was removed from the monitor keeps no incident open.
    @Test(arguments: TestDatabase.all)
    func `a removed location has no effect`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { $0.locations = ["a", "b"] }
            try await fixture.record(
                fixture.result(monitor, minute: 0, .up, location: "b"), fixture.result(monitor, minute: 0, .down, location: "a"))
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
            let edited = try await fixture.engine.database.write { db in
                var configuration = monitor.configuration
                configuration.locations = ["b"]
                return try MonitorRepository().update(monitor.edited(to: configuration, at: fixture.clock.now), in: db)
            }
            try await fixture.record(fixture.result(edited, minute: 1, .up, location: "b"))
            #expect(
                try await fixture.incidents(of: monitor).map(\.resolvedAt)
                    == [monitor.createdAt + .minutes(1) + .milliseconds(2)])
        }
    }
}

/// Runs a monitor's checks at its locations for a while. At some of them, each attempt hangs.
private struct LongChecks {
    let monitor: Monitor
    let fixture: EngineFixture
    let hanging: Set<String>
    /// The statuses of the monitor, read each second, without repeats.
    private(set) var statuses: [MonitorStatus] = []

    init(_ monitor: Monitor, in fixture: EngineFixture, hanging: Set<String>) {
        self.monitor = monitor
        self.fixture = fixture
        self.hanging = hanging
    }

    func run(for time: Duration) async throws -> Self {
        var course = self
        let watch = MonitoringGapWatch(self.fixture.engine)
        let results = self.results(for: time)
        var next = 0
        for second in Int64(0)...(time.milliseconds / 1_000) {
            let now = self.monitor.createdAt + .seconds(second)
            while next < results.count, results[next].finishedAt + .milliseconds(30) <= now {
                self.fixture.clock.set(max(self.fixture.clock.now, results[next].finishedAt + .milliseconds(30)))
                try await self.fixture.record(results[next])
                next += 1
            }
            self.fixture.clock.set(max(self.fixture.clock.now, now))
            if second.isMultiple(of: 20) { try await watch.look() }
            let pulse = try await self.fixture.engine.database.read { [monitor] db in
                try MonitorRepository().pulse(of: monitor.id, in: db)
            }
            let status = try #require(pulse).status(at: now)
            if course.statuses.last != status { course.statuses.append(status) }
        }
        if course.statuses.first == .pending, self.monitor.configuration.locations.count > 1 { course.statuses.removeFirst() }
        return course
    }

    /// In the order of their end.
    private func results(for time: Duration) -> [CheckResult] {
        let configuration = self.monitor.configuration
        let timing = configuration.schedule.checks ?? CheckTiming()
        return configuration.locations.flatMap { location in
            var results: [CheckResult] = []
            var slot = self.monitor.createdAt
            while slot < self.monitor.createdAt + time {
                let hangs = self.hanging.contains(location)
                let startedAt = slot + .milliseconds(2)
                let length = hangs ? timing.maxCheckDuration : .milliseconds(5)
                results.append(
                    CheckResult(
                        monitor: self.monitor.id, organization: self.monitor.organization, revision: self.monitor.revision,
                        location: location, slot: slot, startedAt: startedAt, finishedAt: startedAt + length,
                        interval: configuration.interval, outcome: hangs ? .down : .up, reason: hangs ? .timeout : .none,
                        attempts: hangs ? timing.confirmations + 1 : 1, firstFailedAt: hangs ? startedAt : nil,
                        latency: hangs ? timing.timeout : length))
                repeat { slot = slot + configuration.interval } while slot < startedAt + length
            }
            return results
        }.sorted { $0.finishedAt < $1.finishedAt }
    }
}
