import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

@Suite struct RecorderTests {
    @Test(arguments: TestDatabase.all)
    func `an outage opens one incident at its first failure and resolves it at the first success`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up))
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            try await fixture.record(fixture.result(monitor, minute: 1, .down))
            try await fixture.record(fixture.result(monitor, minute: 2, .down))
            let open = try #require(try await fixture.incidents(of: monitor).first)
            #expect(open.startedAt == monitor.createdAt + .minutes(1) + .milliseconds(2))
            #expect(open.resolvedAt == nil && open.cause == .check && open.reason == .refused)
            #expect(try await fixture.alerts() == [.incidentOpened])
            try await fixture.record(fixture.result(monitor, minute: 3, .up))
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.count == 1)
            #expect(incidents.first?.resolvedAt == monitor.createdAt + .minutes(3) + .milliseconds(2))
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an outage within one batch alerts with its true instants`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(
                fixture.result(monitor, minute: 2, .up), fixture.result(monitor, minute: 0, .up),
                fixture.result(monitor, minute: 1, .down))
            let incident = try #require(try await fixture.incidents(of: monitor).first)
            #expect(incident.startedAt == monitor.createdAt + .minutes(1) + .milliseconds(2))
            #expect(incident.resolvedAt == monitor.createdAt + .minutes(2) + .milliseconds(2))
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `recording a batch twice changes nothing`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let batch = [fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down)]
            try await fixture.record(batch)
            let before = try await fixture.engine.database.read { db in
                try LocationStateRepository().all(of: [monitor.id], in: db)
            }
            try await fixture.record(batch)
            let after = try await fixture.engine.database.read { db in try LocationStateRepository().all(of: [monitor.id], in: db)
            }
            #expect(before == after)
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `runner faults open and resolve nothing`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .unknown))
            try await fixture.record(fixture.result(monitor, minute: 1, .down), fixture.result(monitor, minute: 2, .unknown))
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `results of paused monitors and older revisions are stored and not folded`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            var old = fixture.result(monitor, minute: 0, .down)
            old.revision = 0
            try await fixture.record(old)
            _ = try await fixture.engine.database.write { db in
                try MonitorRepository().pause(monitor, at: fixture.clock.now, in: db)
            }
            try await fixture.record(fixture.result(monitor, minute: 1, .down))
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            let stored = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: monitor, from: .epoch, to: fixture.clock.now, limit: 10, in: db)
            }
            #expect(stored.count == 2)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `one failing location of three with a quorum of two is no outage, two are`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b", "c"]
                $0.quorum = 2
            }
            try await fixture.record(["a", "b", "c"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            try await fixture.record(fixture.result(monitor, minute: 1, .down, location: "a"))
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            try await fixture.record(fixture.result(monitor, minute: 1, .down, location: "b"))
            #expect(try await fixture.incidents(of: monitor).count == 1)
            try await fixture.record(fixture.result(monitor, minute: 2, .up, location: "a"))
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a location that continues to fail decides alone once the other is silent`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            for minute in Int64(0)...2 {
                try await fixture.record(
                    fixture.result(monitor, minute: minute, minute < 2 ? .up : .down, location: "a"),
                    fixture.result(monitor, minute: minute, .up, location: "b"))
            }
            try await fixture.record(fixture.result(monitor, minute: 4, .down, location: "a"))
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            try await fixture.record(fixture.result(monitor, minute: 5, .down, location: "a"))
            // Not since the first failure: while b's last result is valid, one of two was too few.
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [monitor.createdAt + .minutes(3)])
            #expect(incidents.map(\.confirmedAt) == [monitor.createdAt + .minutes(5) + .milliseconds(12)])
            // b reports again, and is up: from now on, too few locations are down.
            try await fixture.record(fixture.result(monitor, minute: 6, .up, location: "b"))
            #expect(
                try await fixture.incidents(of: monitor).map(\.resolvedAt)
                    == [monitor.createdAt + .minutes(6) + .milliseconds(2)])
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a location with unknown results has no effect, regardless of its earlier results`(_ backend: TestDatabase) async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { $0.locations = ["a", "b"] }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            try await fixture.record(fixture.result(monitor, minute: 1, .down, location: "a"))
            for minute in Int64(1)...9 {
                try await fixture.record(fixture.result(monitor, minute: minute, .unknown, location: "b"))
            }
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])

            let other = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
            }
            try await fixture.record(fixture.result(other, minute: 0, .up, location: "b"))
            try await fixture.record(fixture.result(other, minute: 0, .down, location: "a"))
            for minute in Int64(1)...9 {
                try await fixture.record(fixture.result(other, minute: minute, .unknown, location: "a"))
            }
            #expect(try await fixture.incidents(of: other).isEmpty)
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a success that is not yet confirmed opens nothing`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor {
                $0.locations = ["a", "b"]
                $0.quorum = 2
                $0.recoveryConfirmations = 2
            }
            try await fixture.record(fixture.result(monitor, minute: 0, .up, location: "b"))
            try await fixture.record(fixture.result(monitor, minute: 0, .down, location: "a"))
            for minute in Int64(5)...7 { try await fixture.record(fixture.result(monitor, minute: minute, .up, location: "a")) }
            #expect(try await fixture.incidents(of: monitor).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an outage ends for the other locations when the one that saw it is silent`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { $0.locations = ["a", "b"] }
            try await fixture.record(["a", "b"].map { fixture.result(monitor, minute: 0, .up, location: $0) })
            try await fixture.record(fixture.result(monitor, minute: 1, .down, location: "a"))
            for minute in Int64(1)...3 { try await fixture.record(fixture.result(monitor, minute: minute, .up, location: "b")) }
            #expect(try await fixture.incidents(of: monitor).map(\.resolvedAt) == [nil])
            try await fixture.record(fixture.result(monitor, minute: 4, .up, location: "b"))
            #expect(
                try await fixture.incidents(of: monitor).map(\.resolvedAt)
                    == [monitor.createdAt + .minutes(4) + .milliseconds(2)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a manually resolved incident stays resolved until the monitor has been up`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(fixture.result(monitor, minute: 0, .up), fixture.result(monitor, minute: 1, .down))
            let incident = try #require(try await fixture.incidents(of: monitor).first)
            _ = try await fixture.engine.database.write { db in
                try IncidentRepository().resolve(
                    incident.id, of: fixture.organization, at: fixture.clock.now, byHand: true, in: db)
            }
            try await fixture.record(fixture.result(monitor, minute: 2, .down))
            #expect(try await fixture.incidents(of: monitor).count == 1)
            try await fixture.record(fixture.result(monitor, minute: 3, .up), fixture.result(monitor, minute: 4, .down))
            #expect(try await fixture.incidents(of: monitor).count == 2)
            #expect(try await fixture.alerts() == [.incidentOpened, .incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `three slow responses in a row are one anomaly, with one alert at its start and one at its end`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            for minute in Int64(0)..<20 {
                try await fixture.record(fixture.result(monitor, minute: minute, .up, latency: .milliseconds(50)))
            }
            for minute in Int64(20)..<30 {
                try await fixture.record(fixture.result(monitor, minute: minute, .up, latency: .milliseconds(900)))
            }
            let incident = try #require(try await fixture.incidents(of: monitor).first)
            #expect(incident.cause == .anomaly && incident.message.hasPrefix("answered in 900 ms"))
            for minute in Int64(30)..<40 {
                try await fixture.record(fixture.result(monitor, minute: minute, .up, latency: .milliseconds(50)))
            }
            #expect(try await fixture.alerts() == [.anomalyOpened, .anomalyClosed])
            #expect(try await fixture.incidents(of: monitor).count == 1)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `closed hours are summed in the tables, and the open hour stays in the state`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            for minute in Int64(0)..<180 {
                try await fixture.record(fixture.result(monitor, minute: minute, minute % 10 == 0 ? .down : .up))
            }
            let end = monitor.createdAt + .minutes(180)
            let (hours, days, states) = try await fixture.engine.database.read { db in
                (
                    try RollupRepository().hours(of: [monitor.id], from: monitor.createdAt - .hours(1), to: end, in: db),
                    try RollupRepository().days(of: [monitor.id], from: monitor.createdAt - .days(1), to: end, in: db),
                    try LocationStateRepository().all(of: [monitor.id], in: db)
                )
            }
            var total = Rollup()
            for hour in hours { total.merge(hour.rollup) }
            var daily = Rollup()
            for day in days { daily.merge(day.rollup) }
            #expect(total == daily)
            for hour in states.flatMap({ $0.openHours(at: end) }) { total.merge(hour.rollup) }
            #expect(total.checks == 180)
            #expect(total.measured == .minutes(180))
            #expect(total.downtime == .minutes(18))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a slot older than a day is refused, and the rest of its batch is recorded`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let old = fixture.result(monitor, minute: 0, .down)
            let outcome = try await fixture.record(old, fixture.result(monitor, minute: 1_441, .up))
            #expect(outcome.refused == 1)
            let stored = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: monitor, from: .epoch, to: fixture.clock.now, limit: 10, in: db)
            }
            #expect(stored.map(\.outcome) == [.up])
        }
    }
}
