import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

struct PingBatchTests {
    @Test(arguments: TestDatabase.all)
    func `a reported failure is an outage at once, with the job's output`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.start))
            try await fixture.pass(.seconds(90))
            try await fixture.ping(Ping(.fail, exitStatus: 3, body: "tar: disk full"))
            let incident = try #require(try await fixture.incidents().first)
            #expect(incident.message == "the job reported exit status 3" && incident.reason == .assertion)
            #expect(incident.startedAt == fixture.clock.now)
            let result = try #require(try await fixture.results().first)
            #expect(result.latency == .seconds(90) && result.location == "heartbeat")
            let evidence = try await fixture.base.engine.database.read { [monitor = fixture.monitor] db in
                try EvidenceRepository().find(result.slot, of: monitor, at: result.location, in: db)
            }
            #expect(evidence?.first?.evidence.body == "tar: disk full")

            try await fixture.pass(.seconds(1))
            try await fixture.ping(Ping(.success))
            #expect(try await fixture.incidents().map(\.resolvedAt) == [fixture.clock.now])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `simultaneous pings are all stored, and a failure among them alerts`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            try await fixture.ping(
                Ping(.start), Ping(.success), Ping(.fail), Ping(.log, body: "a"), Ping(.fail, exitStatus: 1), Ping(.success))
            #expect(try await fixture.pings().count == 7)
            #expect(try await fixture.results().map(\.outcome) == [.up, .down, .up])
            #expect(try await fixture.base.alerts() == [.incidentOpened, .incidentResolved])
            // Again in the same instant.
            try await fixture.ping(Ping(.fail))
            #expect(try await fixture.results().map(\.outcome) == [.up, .down, .up, .down])
            #expect(try await fixture.status() == .down)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a run without a duration does not change the mean`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            for _ in 0..<3 {
                try await fixture.ping(Ping(.start))
                try await fixture.pass(.seconds(30))
                try await fixture.ping(Ping(.success))
                try await fixture.pass(.seconds(30))
                try await fixture.ping(Ping(.success))
                // The hours close, so that the values come from the rollups too.
                try await fixture.pass(.minutes(9))
            }
            let now = fixture.clock.now
            let (organization, ofMonitor, states) = try await fixture.base.engine.database.read {
                [monitor = fixture.monitor] db in
                (
                    try RollupRepository().total(of: monitor.organization, since: .epoch, in: db),
                    try RollupRepository().hours(of: [monitor.id], from: .epoch, to: now, in: db).map(\.rollup),
                    try LocationStateRepository().all(of: [monitor.id], in: db)
                )
            }
            for closed in [[organization], ofMonitor] {
                var total = Rollup()
                for rollup in closed + states.flatMap({ $0.openHours(at: now) }).map(\.rollup) { total.merge(rollup) }
                #expect(total.up == 6 && total.untimed == 3)
                #expect(total.latencyMean == .seconds(30))
            }
            #expect(states.map(\.ring.samples) == [[30_000_000, 30_000_000, 30_000_000]])
            #expect(try await fixture.pulse().lastLatency == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `the newest hundred pings of each monitor are kept`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            for number in 0..<13 {
                let entries = (0..<10).map {
                    PingBatch.Entry(key: HeartbeatFixture.key, ping: Ping(.log, body: "\(number * 10 + $0)"))
                }
                try await fixture.record(entries)
            }
            let stored = try await fixture.pings()
            #expect(stored.map(\.ping.body) == (30..<130).reversed().map { "\($0)" })
            let page = try await fixture.base.engine.database.read { db in
                try PingRepository().page(of: fixture.monitor.id, before: stored[9].number, limit: 5, in: db)
            }
            #expect(page == Array(stored[10..<15]))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a ping is stored unchanged, except for what no database accepts`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let run = RunID(PingKey().revealed)
            try await fixture.ping(Ping(.fail, exitStatus: 255, run: run, body: "a\0b 'é\u{1F600}", sender: "2001:db8::7"))
            let stored = try #require(try await fixture.pings().first)
            #expect(stored.ping == Ping(.fail, exitStatus: 255, run: run, body: "a\u{FFFD}b 'é\u{1F600}", sender: "2001:db8::7"))
            #expect(stored.at == fixture.clock.now && stored.duration == nil)
            #expect(try await fixture.results().map(\.latency) == [nil])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `2,000 random bodies are all stored, with invalid bytes replaced`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            var random = SeededGenerator(seed: 3)
            for _ in 0..<20 {
                let bodies = (0..<100).map { _ in
                    let length = Int.random(in: 1...300, using: &random)
                    return String(decoding: (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
                }
                try await fixture.record(bodies.map { PingBatch.Entry(key: HeartbeatFixture.key, ping: Ping(.fail, body: $0)) })
                let stored = try await fixture.pings().reversed().map(\.ping.body)
                #expect(stored == bodies.map { $0.replacing("\0", with: "\u{FFFD}") })
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an unknown key is reported in a batch with known ones`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let alone = try await fixture.ping(Ping(.success), key: PingKey())
            #expect(alone == [false])
            let entries = [PingKey(), HeartbeatFixture.key, PingKey()].map { PingBatch.Entry(key: $0, ping: Ping(.success)) }
            let together = try await fixture.record(entries)
            #expect(together == [false, true, false])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `API processes that listen one after the other leave the gap between them`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let start = fixture.clock.now
            func beat(after time: Duration) async throws {
                fixture.clock.advance(by: time)
                try await fixture.engine.database.write { db in try IntakeRepository().beat(in: db) }
            }
            for step in [0, 1, 3, 4, 0, 1] { try await beat(after: .seconds(step)) }
            fixture.clock.advance(by: .minutes(1))
            let listening = try await fixture.engine.database.read { db in
                try IntakeRepository().listening(until: db.now(), in: db)
            }
            #expect(listening == Listening([start..<(start + .seconds(4)), (start + .seconds(8))..<(start + .seconds(9))]))
        }
    }
}
