import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Results that reach the recorder after newer ones of their location, from a runner that was cut off.
@Suite struct LateResultTests {
    @Test(arguments: TestDatabase.all)
    func `late results of one batch together cover the time up to the next result`(_ backend: TestDatabase) async throws {
        let noon = Instant(seconds: 1_790_000_000).floored(to: .days(1)) + .hours(12)
        try await EngineFixture.with(backend, clock: ManualClock(noon)) { fixture in
            let monitor = try await fixture.monitor()
            func result(_ minute: Int64, _ outcome: Outcome, lasting seconds: Int64 = 0) -> CheckResult {
                var result = fixture.result(monitor, minute: minute, outcome)
                result.finishedAt = result.startedAt + .seconds(seconds)
                return result
            }
            try await fixture.record(result(0, .up), result(1, .down, lasting: 90))
            try await fixture.record(result(5, .up))
            // Two runners of the location stalled.
            try await fixture.record(result(2, .up, lasting: 150), result(3, .up, lasting: 90))
            let states = try await fixture.engine.database.read { db in
                try LocationStateRepository().all(of: [monitor.id], in: db)
            }
            let hours = try #require(states.first).openHours(at: monitor.createdAt + .minutes(6))
            #expect(hours.reduce(Duration.zero) { $0 + $1.rollup.measured } == .minutes(6))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a success that was seen after later failures does not split their outage`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(
                fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down),
                fixture.result(monitor, minute: 3, .down))
            // Its runner stalled until the target had recovered.
            var stalled = fixture.result(monitor, minute: 2, .up)
            stalled.attempts = 3
            stalled.finishedAt = monitor.createdAt + .minutes(4) + .seconds(30)
            try await fixture.record(stalled)
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
            try await fixture.record(fixture.result(monitor, minute: 5, .up))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(1) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(5) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late failure outside any incident opens and resolves one`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 4, .up))
            try await fixture.record(fixture.result(monitor, minute: 2, .down), fixture.result(monitor, minute: 3, .down))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(2) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(4) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late failure of a known outage moves its start without a second alert`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 3, .down))
            try await fixture.record(fixture.result(monitor, minute: 4, .down), fixture.result(monitor, minute: 5, .up))
            let late = fixture.result(monitor, minute: 2, .down)
            try await fixture.record(late)
            try await fixture.record(late)
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(2) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late failure of the present outage is part of it`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 3, .down))
            try await fixture.record(fixture.result(monitor, minute: 2, .down))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(2) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [nil])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late success moves the end of an outage to an earlier time`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            try await fixture.record(fixture.result(monitor, minute: 6, .up))
            try await fixture.record(fixture.result(monitor, minute: 4, .up), fixture.result(monitor, minute: 2, .down))
            #expect(
                try await fixture.incidents(of: monitor).map(\.resolvedAt)
                    == [monitor.createdAt + .minutes(4) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late success between two failures splits an outage in two`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            try await fixture.record(fixture.result(monitor, minute: 5, .down))
            try await fixture.record(fixture.result(monitor, minute: 3, .up))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [1, 5].map { monitor.createdAt + .minutes($0) + .milliseconds(2) })
            #expect(incidents.map(\.resolvedAt) == [monitor.createdAt + .minutes(3) + .milliseconds(2), nil])
            // The second one is the present outage: it ends when the monitor is up again.
            try await fixture.record(fixture.result(monitor, minute: 6, .up))
            #expect(
                try await fixture.alerts() == [.incidentOpened, .incidentResolved, .incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an incident that a member resolved keeps its end`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 2, .down))
            let incident = try #require(try await fixture.incidents(of: monitor).first)
            let end = monitor.createdAt + .minutes(3)
            _ = try await fixture.engine.database.write { db in
                try IncidentRepository().resolve(incident.id, of: fixture.organization, at: end, byHand: true, in: db)
            }
            try await fixture.record(fixture.result(monitor, minute: 6, .up))
            try await fixture.record(fixture.result(monitor, minute: 1, .down), fixture.result(monitor, minute: 5, .up))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(1) + .milliseconds(2)])
            #expect(incidents.map(\.resolvedAt) == [end])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `results of a long cut-off in reverse order produce the true outages`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let outcomes: [Outcome] = (0..<60).map { [3, 4, 20, 21, 22, 41].contains($0) ? .down : .up }
            let results = outcomes.enumerated().map { fixture.result(monitor, minute: Int64($0), $1) }
            try await fixture.record([results[0], results[59]])
            for index in (1..<59).reversed() { try await fixture.record(results[index]) }
            let incidents = try await fixture.incidents(of: monitor).sorted { $0.startedAt < $1.startedAt }
            let minutes = { (starts: [Int64]) in starts.map { monitor.createdAt + .minutes($0) + .milliseconds(2) } }
            #expect(incidents.map(\.startedAt) == minutes([3, 20, 41]))
            #expect(incidents.compactMap(\.resolvedAt) == minutes([5, 23, 42]))
            #expect(try await fixture.alerts().count == 6)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late failure with only unknown results after it lasts as long as its interval`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 3, .unknown))
            try await fixture.record(fixture.result(monitor, minute: 1, .down))
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [monitor.createdAt + .minutes(2)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `late failures are an outage only if they reach the quorum`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b", "c"]
                $0.quorum = 2
            }
            for minute in [Int64(0), 1, 3] {
                try await fixture.record(["a", "b", "c"].map { fixture.result(monitor, minute: minute, .up, location: $0) })
            }
            try await fixture.record(fixture.result(monitor, minute: 2, .down, location: "a"))
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            try await fixture.record(fixture.result(monitor, minute: 2, .down, location: "b"))
            #expect(try await fixture.incidents(of: monitor).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the same late result twice in one batch counts once`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 3, .up))
            let late = fixture.result(monitor, minute: 1, .down)
            try await fixture.record(late, late)
            let state = try await fixture.engine.database.read { db in
                try LocationStateRepository().all(of: [monitor.id], in: db)
            }
            #expect(state.first?.openHour?.rollup.checks == 3 && state.first?.openHour?.rollup.down == 1)
            #expect(state.first?.openHour?.rollup.downtime == .minutes(1))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `results in any order produce the same measured time and downtime`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let inOrder = (Int64(0)..<130).map { fixture.result(monitor, minute: $0, $0 % 10 == 0 ? .down : .up) }
            let late = inOrder.indices.filter { $0 % 7 == 3 || (55...62).contains($0) }
            for index in inOrder.indices where !late.contains(index) { try await fixture.record(inOrder[index]) }
            for index in late.reversed() { try await fixture.record(inOrder[index]) }
            let end = monitor.createdAt + .minutes(130)
            var total = Rollup()
            let (hours, states) = try await fixture.engine.database.read { db in
                (
                    try RollupRepository().hours(of: [monitor.id], from: monitor.createdAt - .hours(1), to: end, in: db),
                    try LocationStateRepository().all(of: [monitor.id], in: db)
                )
            }
            for hour in hours { total.merge(hour.rollup) }
            for hour in states.flatMap({ $0.openHours(at: end) }) { total.merge(hour.rollup) }
            #expect(total.checks == 130)
            #expect(total.measured == .minutes(130))
            #expect(total.downtime == .minutes(13))
        }
    }
}
