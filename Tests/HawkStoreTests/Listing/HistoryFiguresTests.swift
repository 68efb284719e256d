import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct HistoryFiguresTests {
    @Test(arguments: TestDatabase.all)
    func `samples are one span of one monitor, oldest first and limited`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", in: db)
                let other = try fixture.monitor("other", in: db)
                let slots = (0..<5).map { Instant(seconds: $0 * 60) }
                try ResultRepository().insert(
                    slots.reversed().map { fixture.result(monitor, at: $0, $0 == slots[2] ? .down : .up) }
                        + [fixture.result(other, at: slots[1])], in: db)
                let samples = try ResultRepository().samples(of: monitor.id, from: slots[1], to: slots[4], limit: 10, in: db)
                #expect(samples.map(\.slot) == Array(slots[1...3]))
                #expect(samples.map(\.outcome) == [.up, .down, .up])
                #expect(samples.first?.latency == .milliseconds(10))
                let bounded = try ResultRepository().samples(of: monitor.id, from: .epoch, to: slots[4], limit: 2, in: db)
                #expect(bounded.map(\.slot) == Array(slots[0...1]))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the last success is the nearest earlier one at the same location`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", in: db)
                let results = ResultRepository()
                try results.insert(
                    [
                        fixture.result(monitor, at: Instant(seconds: 0)),
                        fixture.result(monitor, at: Instant(seconds: 60), .degraded),
                        fixture.result(monitor, at: Instant(seconds: 120), .unknown),
                        fixture.result(monitor, at: Instant(seconds: 130), location: "elsewhere"),
                        fixture.result(monitor, at: Instant(seconds: 180), .down),
                    ], in: db)
                let last = try results.lastSuccess(before: Instant(seconds: 180), of: monitor, at: "default", in: db)
                #expect(last?.slot == Instant(seconds: 60))
                #expect(try results.lastSuccess(before: .epoch, of: monitor, at: "default", in: db) == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an organization's rollups are summed without those of others and of deleted monitors`(
        _ backend: TestDatabase
    ) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitors = [
                    try fixture.monitor("a", in: db), try fixture.monitor("b", in: db), try fixture.monitor("gone", in: db),
                    try fixture.monitor("foreign", of: fixture.two, in: db),
                ]
                try MonitorRepository().delete(monitors[2], at: .epoch, in: db)
                var rollup = Rollup()
                rollup.count(.up, latency: .milliseconds(20), anomalous: false)
                rollup.count(.down, latency: .milliseconds(900), anomalous: false)
                rollup.hold(.up, for: .minutes(45))
                rollup.hold(.down, for: .minutes(15))
                let hours = [0, 1].map { Instant(seconds: $0 * 3_600) }
                try RollupRepository().add(
                    monitors.flatMap { monitor in
                        hours.map {
                            (LocationKey(monitor: monitor.id, location: "default"), HourlyRollup(hour: $0, rollup: rollup))
                        }
                    }, in: db)
                let total = try RollupRepository().total(of: fixture.one, since: hours[1], in: db)
                #expect(total.checks == 4 && total.up == 2 && total.down == 2)
                #expect(total.uptimePercent == 75)
                #expect(total.latencyMean == .milliseconds(20))
                #expect(try RollupRepository().total(of: ID(99), since: .epoch, in: db).uptimePercent == nil)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `spans are a monitor's incidents of one cause that overlap a period`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", in: db)
                let incidents = IncidentRepository()
                func open(_ cause: Incident.Cause, at seconds: Int64) throws -> ID<Incident> {
                    try incidents.open(
                        IncidentDraft(
                            organization: fixture.one, title: "shop is down", monitors: [monitor.id], cause: cause,
                            startedAt: Instant(seconds: seconds)), at: .epoch, in: db
                    ).id
                }
                let over = try open(.check, at: 10)
                _ = try incidents.resolve(over, of: fixture.one, at: Instant(seconds: 20), byHand: false, in: db)
                _ = try open(.check, at: 50)
                _ = try open(.manual, at: 51)
                let range = Instant(seconds: 15)..<Instant(seconds: 100)
                #expect(
                    try incidents.spans(of: monitor.id, cause: .check, touching: range, in: db) == [
                        TimeSpan(start: Instant(seconds: 10), end: Instant(seconds: 20)),
                        TimeSpan(start: Instant(seconds: 50), end: nil),
                    ])
                let later = Instant(seconds: 30)..<Instant(seconds: 40)
                #expect(try incidents.spans(of: monitor.id, cause: .check, touching: later, in: db).isEmpty)
                #expect(try incidents.openCount(of: fixture.one, in: db) == 2)
                #expect(try incidents.openCount(of: fixture.two, in: db) == 0)
                #expect(
                    try incidents.outages(of: fixture.one, limit: 10, in: db).map(\.startedAt.milliseconds) == [50_000, 10_000])
                #expect(try incidents.outages(of: fixture.one, limit: 1, in: db).first?.monitors == [monitor.id])
            }
        }
    }
}
