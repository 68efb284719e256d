import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// Results that reach the recorder after newer ones of their location: from a runner that was cut off for a while.
@Suite struct LateResultTests {
    @Test(arguments: TestDatabase.all)
    func `a late failure inside no incident opens and resolves one with its true instants`(_ backend: TestDatabase) async throws {
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
    func `a late failure of an outage that is known moves its start and tells nobody again`(_ backend: TestDatabase) async throws {
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
    func `a late failure of the outage that still lasts is part of it`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 3, .down))
            try await fixture.record(fixture.result(monitor, minute: 2, .down))
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a late failure after which nobody could tell is told to have lasted as long as it stands for`(_ backend: TestDatabase)
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
    func `late failures of too few locations are no outage, of enough they are one`(_ backend: TestDatabase) async throws {
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
    func `results in any order amount to the same measured time and downtime`(_ backend: TestDatabase) async throws {
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
