import HawkCore
import HawkStore
import HawkTestSupport
import ServiceLifecycle
import Testing

@testable import HawkEngine

struct PingIntakeTests {
    @Test(arguments: TestDatabase.all)
    func `a ping is answered after its commit, and the intake records that it listens`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let intake = PingIntake(fixture.base.engine)
            try await self.running(intake, of: fixture) {
                try await intake.receive(Ping(.success), for: HeartbeatFixture.key)
                #expect(try await fixture.pings().count == 1)
                await #expect(throws: OperationError.notFound) { try await intake.receive(Ping(.success), for: PingKey()) }
                fixture.clock.advance(by: .hours(1))
                try await eventually("the intake is listening") {
                    try await fixture.base.engine.database.read { db in
                        try IntakeRepository().listening(until: db.now(), in: db).end == db.now()
                    }
                }
            }
            let metrics = fixture.base.engine.metrics.text()
            #expect(metrics.contains("statushawk_pings_total{outcome=\"recorded\"} 1\n"))
            #expect(metrics.contains("statushawk_pings_total{outcome=\"unknown\"} 1\n"))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `without a database a ping is refused in time and not stored later`(_ backend: TestDatabase) async throws {
        try await HeartbeatFixture.with(backend) { fixture in
            let intake = PingIntake(fixture.base.engine, timeout: .milliseconds(300))
            try await self.running(intake, of: fixture) {
                await fixture.base.engine.database.close()
                let error = await #expect(throws: StoreError.self) {
                    try await intake.receive(Ping(.success), for: HeartbeatFixture.key)
                }
                #expect(error?.mayPass == true)
                #expect(fixture.base.engine.metrics.text().contains("statushawk_pings_total{outcome=\"refused\"} 1\n"))
            }
        }
    }

    @Test func `a ping that meets damage is an error, and no heartbeat counts as missed for it`() async throws {
        try await HeartbeatFixture.with(.sqlite) { fixture in
            let engine = fixture.base.engine
            let database = FailingDatabase(engine.database)
            let intake = PingIntake(
                Engine(
                    database: database, broker: engine.broker, clock: engine.clock, secrets: engine.secrets,
                    monitorTypes: engine.monitorTypes, channelTypes: engine.channelTypes, installation: engine.installation,
                    metrics: engine.metrics, logger: engine.logger))
            try await self.running(intake, of: fixture) {
                #expect(intake.isReceiving)
                database.failure = .corrupt(detail: "SQLite 11")
                await #expect(throws: StoreError.corrupt(detail: "SQLite 11")) {
                    try await intake.receive(Ping(.success), for: HeartbeatFixture.key)
                }
                #expect(!intake.isReceiving)
            }
        }
    }

    @Test func `one ping that cannot be stored does not prevent the others`() async throws {
        try await HeartbeatFixture.with(.sqlite) { fixture in
            try await fixture.base.engine.database.write { db in
                try db.execute(
                    """
                    CREATE TRIGGER refusal BEFORE INSERT ON pings WHEN NEW.body = 'poison'
                    BEGIN SELECT RAISE(ABORT, 'no'); END
                    """)
            }
            let intake = PingIntake(fixture.base.engine)
            try await self.running(intake, of: fixture) {
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            do {
                                try await intake.receive(
                                    Ping(.log, body: number == 7 ? "poison" : "\(number)"), for: HeartbeatFixture.key)
                                return true
                            } catch {
                                return false
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                let stored = try await fixture.pings().count
                #expect(outcomes.count { $0 } == 19 && stored == 19)
            }
        }
    }

    @Test func `the buffer has a fixed capacity, and less for long pings`() throws {
        let buffer = PingBuffer(capacity: 50)
        func pending(_ body: String?) -> PendingPing {
            PendingPing(PingBatch.Entry(key: PingKey(), ping: Ping(.log, body: body)), within: .seconds(60))
        }
        #expect(buffer.append(pending(String(repeating: "x", count: Ping.bodyLimit))))
        for _ in 0..<9 { #expect(buffer.append(pending(nil))) }
        #expect(!buffer.append(pending(nil)) && !buffer.hasRoom)
        let batch = buffer.dequeue(1)
        #expect(buffer.hasRoom && buffer.count == 9)
        buffer.restore(batch)
        #expect(!buffer.hasRoom && buffer.dequeue(1).first?.entry.key == batch.first?.entry.key)
        #expect(buffer.append(PendingPing(batch[0].entry, within: .zero)))
        #expect(buffer.dequeue(100).count == 9, "the last ping has no caller any more")
        #expect(buffer.count == 0)
    }

    private func running(_ intake: PingIntake, of fixture: HeartbeatFixture, _ body: () async throws -> Void) async throws {
        let services = ServiceGroup(services: [intake], logger: fixture.base.engine.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await Cleanup.run(body) { await services.triggerGracefulShutdown() }
            try await group.waitForAll()
        }
    }
}
