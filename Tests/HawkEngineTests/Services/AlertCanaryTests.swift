import HawkChannels
import HawkCore
import HawkNet
import HawkStore
import HawkTestSupport
import Synchronization
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct AlertCanaryTests {
    private static let tables: [SQL] = ["deliveries", "alert_events", "channels", "organizations"]

    private func canary(_ fixture: EngineFixture) throws -> AlertCanary {
        AlertCanary(
            fixture.engine,
            environment: ChannelEnvironment(
                transport: CurlTransport(), policy: try TargetPolicy(allowPrivate: true), defaultSMTP: nil, smtpFrom: nil,
                publicURL: "http://hawk.test", version: "0", clock: fixture.clock, logger: fixture.engine.logger))
    }

    private func rows(_ fixture: EngineFixture) async throws -> [Int] {
        try await fixture.engine.database.read { db in
            try Self.tables.map { table in try db.first("SELECT count(*) FROM \(table)") { try $0.next(Int.self) } ?? -1 }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a test alert is planned and sent, and leaves no row behind`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let canary = try self.canary(fixture)
            let before = try await self.rows(fixture)
            let later = SuspendingClock.now + .seconds(170)
            // The test may take half a second of those three minutes.
            try canary.requireSuccess(now: later)
            #expect(throws: (any Error).self) { try canary.requireSuccess(now: later + .seconds(20)) }
            let start = SuspendingClock.now
            await canary.run()
            try canary.requireSuccess(now: start + .seconds(180))
            #expect(try await self.rows(fixture) == before)
        }
    }

    @Test func `the canary runs once a minute`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let canary = try self.canary(fixture)
            let start = SuspendingClock.now
            #expect(canary.beginIfDue(now: start) && !canary.beginIfDue(now: start + .seconds(59)))
            #expect(canary.beginIfDue(now: start + .seconds(60)))
        }
    }

    @Test(arguments: 0..<4) func `a table that rejects writes is reported`(_ table: Int) async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            try await fixture.engine.database.write { db in
                try db.execute(
                    """
                    CREATE TRIGGER broken BEFORE INSERT ON \(Self.tables[table])
                    BEGIN SELECT RAISE(ABORT, 'broken'); END
                    """)
            }
            let canary = try self.canary(fixture)
            let start = SuspendingClock.now
            await canary.run()
            #expect(throws: (any Error).self) { try canary.requireSuccess(now: start + .seconds(181)) }
        }
    }
}
