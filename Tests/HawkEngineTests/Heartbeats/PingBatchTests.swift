import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

struct PingBatchTests {
    @Test(arguments: TestDatabase.all)
    func `a reported failure is an outage at once, with what the job said`(_ backend: TestDatabase) async throws {
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
    func `what comes at once is all kept, and a failure among it is told`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            try await fixture.ping(Ping(.success))
            try await fixture.ping(
                Ping(.start), Ping(.success), Ping(.fail), Ping(.log, body: "a"), Ping(.fail, exitStatus: 1), Ping(.success))
            #expect(try await fixture.pings().count == 7)
            #expect(try await fixture.results().map(\.outcome) == [.up, .down, .up])
            #expect(try await fixture.base.alerts() == [.incidentOpened, .incidentResolved])
            // In the same instant again.
            try await fixture.ping(Ping(.fail))
            #expect(try await fixture.results().map(\.outcome) == [.up, .down, .up, .down])
            #expect(try await fixture.status() == .down)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of each monitor the newest hundred pings are kept`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            for number in 0..<13 {
                let entries = (0..<10).map {
                    PingBatch.Entry(key: HeartbeatFixture.key, ping: Ping(.log, body: "\(number * 10 + $0)"))
                }
                _ = try await fixture.base.engine.record(in: fixture.base.engine.database) { db in
                    try PingBatch(entries).record(in: db)
                }
            }
            let kept = try await fixture.pings()
            #expect(kept.map(\.ping.body) == (30..<130).reversed().map { "\($0)" })
            let page = try await fixture.base.engine.database.read { db in
                try PingRepository().page(of: fixture.monitor.id, before: kept[9].number, limit: 5, in: db)
            }
            #expect(page == Array(kept[10..<15]))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a ping is kept as it came, but for what no database takes`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let run = RunID(PingKey().revealed)
            try await fixture.ping(Ping(.fail, exitStatus: 255, run: run, body: "a\0b 'é\u{1F600}", sender: "2001:db8::7"))
            let kept = try #require(try await fixture.pings().first)
            #expect(kept.ping == Ping(.fail, exitStatus: 255, run: run, body: "a\u{FFFD}b 'é\u{1F600}", sender: "2001:db8::7"))
            #expect(kept.at == fixture.clock.now && kept.duration == nil)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an unknown key is told apart in a batch with known ones`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            #expect(try await fixture.ping(Ping(.success), key: PingKey()) == [false])
            let entries = [PingKey(), HeartbeatFixture.key, PingKey()].map { PingBatch.Entry(key: $0, ping: Ping(.success)) }
            let (known, _) = try await fixture.base.engine.record(in: fixture.base.engine.database) { db in
                try PingBatch(entries).record(in: db)
            }
            #expect(known == [false, true, false])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `api processes that listen one after the other leave the gap between them`(_ backend: TestDatabase) async throws {
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
