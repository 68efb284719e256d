import HawkBroker
import HawkCore
import HawkStore
import HawkTestSupport
import Logging
import Synchronization
import Testing

@testable import HawkEngine

/// The contract of `Connection.afterCommit`.
@Suite(.timeLimit(.minutes(1))) struct EngineDatabaseTests {
    private struct Scene {
        let database: EngineDatabase
        let broker: InProcessBroker
        let log: RecordedLog
        let events: AsyncStream<LiveEvent>

        /// Returns the monitors of the events published so far, in order. Can be called once.
        func published() async -> [ID<Monitor>] {
            await self.broker.kinds(of: self.events).compactMap { kind in
                guard case .status(let monitor, _, _) = kind else { return nil }
                return monitor
            }
        }
    }

    private final class Counter: Sendable {
        private let total = Mutex(0)

        func next() -> Int {
            self.total.withLock { total in
                total += 1
                return total
            }
        }
    }

    private struct Refusal: Error {}

    private func with(_ backend: TestDatabase, _ test: (Scene) async throws -> Void) async throws {
        try await backend.run { database in
            let (broker, log) = (InProcessBroker(), RecordedLog())
            try await test(
                Scene(
                    database: EngineDatabase(database, broker: broker, logger: log.logger), broker: broker, log: log,
                    events: broker.events()))
        }
    }

    private static func event(_ monitor: Int64) -> LiveEvent {
        LiveEvent(organization: ID(1), at: .epoch, kind: .status(ID(monitor), .up, since: .epoch))
    }

    @Test(arguments: TestDatabase.all)
    func `effects are performed once after the commit, in order`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { scene in
            var wakeUps = scene.broker.wakeUps(.alertsPending).makeAsyncIterator()
            for database in [scene.database, scene.database.reserved] as [any Database] {
                let before = scene.log.all.count
                let during = try await database.write { [log = scene.log] db in
                    db.afterCommit(.publish([Self.event(1)]))
                    db.afterCommit(.wake(.alertsPending))
                    db.afterCommit(.log(.info, "Committed", ["answer": "42"]))
                    db.afterCommit(.publish([Self.event(3), Self.event(2)]))
                    return log.all.count
                }
                #expect(during == before && scene.log.all.count == before + 1)
                #expect(await wakeUps.next() != nil)
            }
            #expect(scene.log.all.map(\.metadata) == [["answer": "42"], ["answer": "42"]])
            #expect(await scene.published() == [1, 3, 2, 1, 3, 2].map { ID($0) })
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an event that repeats the one before it is published once`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { scene in
            try await scene.database.write { db in
                for monitor in [1, 1, 2, 1] as [Int64] { db.afterCommit(.publish([Self.event(monitor)])) }
            }
            #expect(await scene.published() == [1, 2, 1].map { ID($0) })
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a transaction that throws has no effects`(_ backend: TestDatabase) async throws {
        try await self.with(backend) { scene in
            await #expect(throws: Refusal.self) {
                try await scene.database.write { db in
                    db.afterCommit(.publish([Self.event(1)]))
                    db.afterCommit(.log(.info, "Committed", [:]))
                    throw Refusal()
                }
            }
            #expect(scene.log.all.isEmpty)
            #expect(await scene.published().isEmpty)
        }
    }

    @Test(.enabled(if: TestDatabase.all.contains(.postgreSQL), "only PostgreSQL repeats a transaction"))
    func `a transaction that its database repeats has only the effects of its last run`() async throws {
        try await self.with(.postgreSQL) { scene in
            let runs = Counter()
            try await scene.database.write { db in
                let run = runs.next()
                db.afterCommit(.publish([Self.event(Int64(run))]))
                // As if it had collided with another transaction.
                if run == 1 { try db.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$") }
            }
            #expect(await scene.published() == [ID(2)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a transaction that is started over after a conflict has only the effects of its last run`(
        _ backend: TestDatabase
    ) async throws {
        try await EngineFixture.with(backend) { fixture in
            let (runs, events) = (Counter(), fixture.broker.events())
            try await fixture.engine.rewrite { db in
                let run = runs.next()
                db.afterCommit(.publish([Self.event(Int64(run))]))
                if run == 1 { throw StoreError.conflict }
            }
            #expect(await fixture.broker.kinds(of: events) == [Self.event(2).kind])
        }
    }
}

extension InProcessBroker {
    /// Returns the kinds of the events published so far, in order. Can be called once for a listener.
    func kinds(of events: AsyncStream<LiveEvent>) async -> [LiveEvent.Kind] {
        await self.publish([LiveEvent(organization: nil, at: .epoch, kind: .missed)])
        var kinds: [LiveEvent.Kind] = []
        for await event in events {
            if event.kind == .missed { break }
            kinds.append(event.kind)
        }
        return kinds
    }
}
