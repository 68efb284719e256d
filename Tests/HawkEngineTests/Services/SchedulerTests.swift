import HawkBroker
import HawkCore
import HawkStore
import HawkTestSupport
import ServiceLifecycle
import Testing

@testable import HawkEngine

@Suite(.timeLimit(.minutes(1))) struct SchedulerTests {
    private func term(_ fixture: EngineFixture, emittedThrough: Instant = .epoch, holder: String = "a") async throws
        -> LeadershipTerm
    {
        let lease = try await fixture.engine.database.write { db in
            try LeaseRepository().acquire("scheduler", holder: holder, for: .seconds(5), emittedThrough: emittedThrough, in: db)
        }
        var term = LeadershipTerm(fixture.engine, lease: try #require(lease), meters: SchedulerMeters(fixture.engine.metrics))
        var feed = MonitorFeed(fixture.engine.database)
        term.apply(try await feed.read())
        return term
    }

    /// Returns the slots of the tasks that are waiting for runners. A marker task shows the end.
    private func emitted(_ fixture: EngineFixture) async throws -> [Instant] {
        let monitor = Monitor(
            id: ID(999), organization: ID(1), configuration: MonitorConfiguration(name: "end", type: .tcp, target: "x:1"),
            createdAt: .epoch, updatedAt: .epoch, effectiveAt: .epoch)
        try await fixture.broker.emit([CheckTask(monitor, slot: .epoch, location: "default", epoch: 0)])
        for await batch in fixture.broker.tasks(for: "default") { return batch.filter { $0.monitor != ID(999) }.map(\.slot) }
        return []
    }

    @Test func `a slot is emitted once, up to a second ahead, and a new monitor is checked at once`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor { $0.timing.interval = .seconds(2) }
            var term = try await term(fixture)
            let start = fixture.clock.now
            for _ in 0..<200 {
                await term.emit()
                fixture.clock.advance(by: .milliseconds(50))
            }
            var expected = [start]
            var slot = SlotGrid(monitor: monitor.id, interval: .seconds(2)).next(after: start)
            while slot <= start + .milliseconds(199 * 50 + 1_000) {
                expected.append(slot)
                slot = slot + .seconds(2)
            }
            #expect(try await emitted(fixture) == expected)
        }
    }

    @Test func `a successor continues where the leader stopped, without a double or missing slot`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor { $0.timing.interval = .seconds(1) }
            var first = try await term(fixture)
            let start = fixture.clock.now
            for _ in 0..<20 {
                await first.emit()
                fixture.clock.advance(by: .milliseconds(100))
            }
            let through = first.emittedThrough
            _ = try await fixture.engine.database.write { db in
                try LeaseRepository().acquire("scheduler", holder: "a", for: .seconds(5), emittedThrough: through, in: db)
            }
            fixture.clock.advance(by: .seconds(7))
            var second = try await term(fixture, holder: "b")
            #expect(second.lease.epoch == first.lease.epoch + 1)
            await second.emit()
            let slots = try await emitted(fixture).filter { $0 != start }
            #expect(Set(slots).count == slots.count)
            let grid = SlotGrid(monitor: monitor.id, interval: .seconds(1))
            var expected: [Instant] = []
            var slot = grid.next(after: start)
            while slot <= fixture.clock.now + .seconds(1) {
                expected.append(slot)
                slot = grid.next(after: slot)
            }
            #expect(slots == expected)
        }
    }

    @Test func `an hour without a leader stays a gap, and monitors created meanwhile are checked at once`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            _ = try await fixture.monitor { $0.timing.interval = .seconds(10) }
            var first = try await term(fixture)
            await first.emit()
            _ = try await emitted(fixture)
            let through = first.emittedThrough
            _ = try await fixture.engine.database.write { db in
                try LeaseRepository().acquire("scheduler", holder: "a", for: .seconds(5), emittedThrough: through, in: db)
            }
            fixture.clock.advance(by: .minutes(30))
            let newer = try await fixture.monitor { $0.timing.interval = .seconds(3_600) }
            fixture.clock.advance(by: .minutes(30))
            var second = try await term(fixture)
            await second.emit()
            let slots = try await emitted(fixture)
            #expect(slots.filter { $0 != fixture.clock.now }.allSatisfy { $0 > fixture.clock.now - .seconds(15) })
            #expect(slots.contains(fixture.clock.now))
            _ = newer
        }
    }

    @Test func `paused monitors stop, resumed and edited ones are checked at once`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let monitor = try await fixture.monitor { $0.timing.interval = .seconds(1) }
            var term = try await term(fixture)
            var feed = MonitorFeed(fixture.engine.database)
            _ = try await feed.read()
            await term.emit()
            _ = try await emitted(fixture)
            _ = try await fixture.engine.database.write { db in
                try MonitorRepository().pause(monitor, at: fixture.clock.now, in: db)
            }
            term.apply(try await feed.read())
            fixture.clock.advance(by: .seconds(10))
            await term.emit()
            #expect(try await emitted(fixture).isEmpty)
            let paused = try await fixture.engine.database.read { db in try MonitorRepository().all([monitor.id], in: db)[0] }
            _ = try await fixture.engine.database.write { db in
                try MonitorRepository().resume(paused, at: fixture.clock.now, in: db)
            }
            term.apply(try await feed.read())
            await term.emit()
            #expect(try await emitted(fixture).first == fixture.clock.now)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `changes without a notification are found by comparing versions`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitors = [try await fixture.monitor(), try await fixture.monitor(), try await fixture.monitor()]
            var feed = MonitorFeed(fixture.engine.database, reconcileInterval: .zero)
            let first = try await feed.read()
            #expect(first.isFirst && first.changes.map(\.template) == monitors.map { TaskTemplate($0) })
            #expect(try await feed.read().changes.isEmpty)
            let edited = try await fixture.engine.database.write { db in
                try MonitorRepository().delete(monitors[0], at: fixture.clock.now, in: db)
                _ = try MonitorRepository().pause(monitors[1], at: fixture.clock.now, in: db)
                var configuration = monitors[2].configuration
                configuration.target = "elsewhere.test:80"
                return try MonitorRepository().update(monitors[2].edited(to: configuration, at: fixture.clock.now), in: db)
            }
            let changeSet = try await feed.read()
            #expect(!changeSet.isFirst)
            #expect(Set(changeSet.changes.filter { $0.template == nil }.map(\.monitor)) == [monitors[0].id, monitors[1].id])
            #expect(changeSet.changes.compactMap(\.template) == [TaskTemplate(edited)])
        }
    }

    @Test func `a clock that is set forward while a scheduler leads replays nothing`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            _ = try await fixture.monitor { $0.timing.interval = .seconds(1) }
            _ = try await fixture.monitor { $0.timing.interval = .seconds(3_600) }
            var term = try await term(fixture)
            await term.emit()
            _ = try await emitted(fixture)
            fixture.clock.advance(by: .days(30))
            await term.emit()
            let now = fixture.clock.now
            let slots = try await emitted(fixture)
            // What a takeover would replay, and no more.
            #expect((16...20).contains(slots.count))
            #expect(slots.allSatisfy { $0 > now - .hours(1) - .seconds(15) })
            #expect(slots.contains { $0 > now - .seconds(1) })
        }
    }

    @Test func `a clock that is set back does not stop the checks`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            _ = try await fixture.monitor { $0.timing.interval = .seconds(1) }
            var first = try await term(fixture, emittedThrough: fixture.clock.now + .hours(3))
            #expect(first.emittedThrough <= fixture.clock.now)
            await first.emit()
            #expect(try await !emitted(fixture).isEmpty)
        }
    }

    @Test func `a leader without the database steps down when another one leads`() async throws {
        try await EngineFixture.with(.sqlite) { fixture in
            let database = FailingDatabase(fixture.engine.database)
            let engine = Engine(
                database: database, broker: fixture.broker, clock: fixture.clock, secrets: fixture.engine.secrets,
                monitorTypes: fixture.engine.monitorTypes, channelTypes: fixture.engine.channelTypes,
                installation: fixture.engine.installation, metrics: fixture.engine.metrics, logger: fixture.engine.logger)
            let services = ServiceGroup(services: [SchedulerService(engine, holder: "a")], logger: engine.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                try await eventually("it leads") { engine.metrics.text().contains("\nstatushawk_scheduler_leader 1\n") }
                let turns = database.holdWrites()
                await turns.next()  // it renews its lease, and the database does not answer
                #expect(engine.metrics.text().contains("\nstatushawk_scheduler_leader 1\n"))
                _ = try await fixture.broker.leads(99)
                try await eventually("it stepped down") { engine.metrics.text().contains("\nstatushawk_scheduler_leader 0\n") }
                turns.letAll()
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }
}
