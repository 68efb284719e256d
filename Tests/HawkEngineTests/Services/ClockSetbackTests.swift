import HawkCore
import HawkStore
import HawkTestSupport
import Testing

@testable import HawkEngine

/// The clock was ahead and is set back. Later results are neither late nor lost, and instants from before delay nothing.
@Suite(.timeLimit(.minutes(2))) struct ClockSetbackTests {
    private static let noon = Instant(seconds: 1_790_000_000).floored(to: .days(1)) + .hours(12)
    private static let settings: [(TestDatabase, Duration)] = [
        (.sqlite, .seconds(90)), (.sqlite, .minutes(10)), (.sqlite, .hours(1)), (.sqlite, .days(3_650)),
        (.postgreSQL, .seconds(90)), (.postgreSQL, .minutes(10)), (.postgreSQL, .hours(1)),
    ]

    /// Takes the lease as a scheduler does, with tasks emitted up to the fixture's present.
    private func lead(_ fixture: EngineFixture, emittedThrough: Instant? = nil) async throws -> (lease: Lease?, found: Bool) {
        let setbacks = ClockSetbacks(fixture.engine)
        return try await fixture.engine.database.write { db in
            let leases = LeaseRepository()
            let lease = try leases.acquire(
                "scheduler", holder: "local", for: .seconds(5), emittedThrough: emittedThrough ?? .epoch, in: db)
            guard let lease, try setbacks.lead(of: lease, in: db) != nil else { return (lease, false) }
            try setbacks.settle(emittedThrough: lease.emittedThrough, in: db)
            return (try leases.restart("scheduler", for: .seconds(5), at: db.now(), in: db), true)
        }
    }

    private func state(of monitor: Monitor, _ fixture: EngineFixture) async throws -> LocationState {
        let states = try await fixture.engine.database.read { db in try LocationStateRepository().all(of: [monitor.id], in: db) }
        return try #require(states.first)
    }

    private func result(_ monitor: Monitor, at slot: Instant, _ outcome: Outcome) -> CheckResult {
        CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default", slot: slot,
            startedAt: slot + .milliseconds(2), finishedAt: slot + .milliseconds(12), interval: monitor.configuration.interval,
            outcome: outcome, reason: outcome == .down ? .refused : .none, message: "",
            firstFailedAt: outcome == .down ? slot + .milliseconds(2) : nil, latency: .milliseconds(10))
    }

    /// Five minutes with a correct clock, then five with one that is ahead, in which an outage begins. Then the clock is correct
    /// again.
    private func outage(
        _ fixture: EngineFixture, ahead lead: Duration
    ) async throws -> (monitor: Monitor, now: Instant, last: Instant) {
        let monitor = try await fixture.monitor()
        let start = fixture.clock.now
        for minute in Int64(0)..<5 {
            fixture.clock.set(start + .minutes(minute) + .seconds(1))
            try await fixture.record(self.result(monitor, at: start + .minutes(minute), .up))
        }
        var last = start
        for minute in Int64(5)..<10 {
            last = start + .minutes(minute) + lead
            fixture.clock.set(last + .seconds(1))
            try await fixture.record(self.result(monitor, at: last, minute < 8 ? .up : .down))
        }
        _ = try await self.lead(fixture, emittedThrough: last + .seconds(1))
        let now = start + .minutes(10) + .seconds(1)
        fixture.clock.set(now)
        return (monitor, now, last)
    }

    @Test(arguments: settings)
    func `an outage from before the setback ends, and the next alerts`(_ backend: TestDatabase, _ lead: Duration) async throws {
        try await EngineFixture.with(backend, clock: ManualClock(Self.noon)) { fixture in
            let start = fixture.clock.now
            let (monitor, now, last) = try await self.outage(fixture, ahead: lead)
            let (lease, found) = try await self.lead(fixture)
            #expect(found && lease?.emittedThrough == now && lease?.epoch == 2)
            let began = min(now, start + .minutes(8) + lead + .milliseconds(2))
            #expect(try await fixture.incidents(of: monitor).map(\.startedAt) == [began])
            // Only once.
            #expect(try await !self.lead(fixture).found)

            let state = try await self.state(of: monitor, fixture)
            #expect(state.verdict == .down && state.verdictSince == began && state.unmeasured.upperBound == last + .minutes(1))
            func record(_ minute: Int64, _ outcome: Outcome) async throws {
                fixture.clock.set(now + .minutes(minute) + .seconds(1))
                try await fixture.record(self.result(monitor, at: now + .minutes(minute), outcome))
            }
            try await record(0, .up)
            try await record(1, .down)
            try await record(2, .up)
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.resolvedAt) == [now + .milliseconds(2), now + .minutes(2) + .milliseconds(2)])
            #expect(
                try await fixture.alerts() == [.incidentOpened, .incidentResolved, .incidentOpened, .incidentResolved])
        }
    }

    @Test(arguments: settings)
    func `no stored result is lost, and no hour is measured twice`(_ backend: TestDatabase, _ lead: Duration) async throws {
        try await EngineFixture.with(backend, clock: ManualClock(Self.noon)) { fixture in
            let start = fixture.clock.now
            let (monitor, now, last) = try await self.outage(fixture, ahead: lead)
            _ = try await self.lead(fixture)
            let shift = Duration.milliseconds(1)
            for minute in Int64(0)..<150 {
                let slot = now.floored(to: .minutes(1)) + .minutes(minute) + shift
                fixture.clock.set(slot + .seconds(1))
                try await fixture.record(self.result(monitor, at: slot, .up))
            }
            let (count, rows) = try await fixture.engine.database.read { db in
                (
                    try ResultRepository().page(
                        of: monitor, from: .epoch, to: start + .days(10_000), limit: 1_000, in: db
                    ).count,
                    try RollupRepository().hours(of: [monitor.id], from: .epoch, to: start + .days(10_000), in: db)
                )
            }
            #expect(count == 5 + 5 + 150)
            #expect(rows.allSatisfy { $0.rollup.measured <= .hours(1) })
            let state = try await self.state(of: monitor, fixture)
            let open = state.openHours(at: fixture.clock.now).map(\.rollup)
            let measured = (rows.map(\.rollup) + open).reduce(Duration.zero) { $0 + $1.measured }
            // All time since the start, except the span that came twice and the gap until the first check with the correct clock.
            let doubled = start + .minutes(5) + lead..<last + .minutes(1)
            let total = fixture.clock.now - start
            let overlap = max(.zero, min(doubled.upperBound, fixture.clock.now) - max(doubled.lowerBound, now))
            // Before the setback, the correct clock measured five minutes, and with a small lead the other clock measured some.
            let before = lead < .minutes(5) ? now - start - lead : .minutes(5)
            #expect((measured - (before + (total - (now - start)) - overlap)).magnitude <= .seconds(90), "\(measured)")
            let samples = try await fixture.engine.database.read { db in
                try ResultRepository().samples(of: monitor.id, from: .epoch, to: start + .days(10_000), limit: 1_000, in: db)
            }
            #expect(samples.allSatisfy { !state.unmeasured.contains($0.slot) })
            #expect(samples.count < count)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `waits for an instant of the clock that was ahead are cut short`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let now = fixture.clock.now
            fixture.clock.advance(by: .hours(1))
            _ = try await self.lead(fixture, emittedThrough: fixture.clock.now)
            try await fixture.engine.database.write { db in
                try RunnerRepository().record("r", at: "default", version: "1", since: now, in: db)
            }
            fixture.clock.set(now)
            // The lease of another holder that died before the setback.
            let lease = try await fixture.engine.database.write { db in
                try LeaseRepository().acquire("scheduler", holder: "other", for: .seconds(5), emittedThrough: .epoch, in: db)
            }
            #expect(lease?.epoch == 2)
            try await fixture.engine.database.write { db in
                try ClockSetbacks(fixture.engine).settle(emittedThrough: now + .hours(1), in: db)
            }
            let locations = try await fixture.engine.database.read { db in
                try RunnerRepository().locations(alive: now - .seconds(30), in: db)
            }
            #expect(locations.map(\.seenAt) == [now])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a result whose slot is in the future is stored without effect`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let now = fixture.clock.now
            try await fixture.record(self.result(monitor, at: now, .up))
            let outcome = try await fixture.record(
                self.result(monitor, at: now + .seconds(90), .down), self.result(monitor, at: now + .seconds(5), .up))
            #expect(outcome.ahead == 1 && outcome.refused == 0)
            #expect(try await fixture.incidents(of: monitor).isEmpty)
            #expect(try await self.state(of: monitor, fixture).last?.slot == now + .seconds(5))
            let stored = try await fixture.engine.database.read { db in
                try ResultRepository().page(of: monitor, from: now, to: now + .hours(1), limit: 10, in: db)
            }
            #expect(stored.count == 3)
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a process whose clock is far ahead ignores results from the future, however near`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let now = fixture.clock.now
            func last(after slot: Duration, clock: Duration) async throws -> Instant? {
                let result = self.result(monitor, at: now + slot, .up)
                try await fixture.engine.database.write { db in
                    _ = try RecordBatch([result], clock: now + clock).record(in: db)
                }
                return try await self.state(of: monitor, fixture).last?.slot
            }
            #expect(try await last(after: .seconds(-1), clock: .seconds(15)) == now - .seconds(1))
            #expect(try await last(after: .seconds(5), clock: .seconds(15)) == now - .seconds(1))
            // From an earlier run whose clock was ahead.
            #expect(try await last(after: .seconds(6), clock: .zero) == now - .seconds(1))
            // Slowed down until it is correct.
            #expect(try await last(after: .seconds(7), clock: .seconds(8)) == now + .seconds(7))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a location whose last result is a few seconds ahead is reset with the others`(_ backend: TestDatabase)
        async throws
    {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor()
            let now = fixture.clock.now
            fixture.clock.set(now + .seconds(12))
            _ = try await self.lead(fixture, emittedThrough: fixture.clock.now)
            try await fixture.record(self.result(monitor, at: now + .seconds(6), .up))
            fixture.clock.set(now)
            #expect(try await self.lead(fixture).found)
            try await fixture.record(self.result(monitor, at: now + .seconds(1), .down))
            #expect(try await fixture.incidents(of: monitor).map(\.startedAt) == [now + .seconds(1) + .milliseconds(2)])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a clock that is set back repeatedly in one hour excludes each span once`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend, clock: ManualClock(Self.noon)) { fixture in
            let monitor = try await fixture.monitor()
            let start = fixture.clock.now
            func record(_ minutes: Range<Int64>, shift: Int64, ahead: Int64 = 0) async throws {
                for minute in minutes {
                    let slot = start + .minutes(minute + ahead) + .milliseconds(shift)
                    fixture.clock.set(slot + .seconds(1))
                    try await fixture.record(self.result(monitor, at: slot, .up))
                }
            }
            for round in Int64(0)..<3 {
                let first = round * 16
                try await record(first..<first + 5, shift: round)
                // Three minutes ahead for two checks.
                try await record(first + 5..<first + 7, shift: round, ahead: 3)
                _ = try await self.lead(fixture, emittedThrough: fixture.clock.now)
                fixture.clock.set(start + .minutes(first + 6) + .seconds(30))
                #expect(try await self.lead(fixture).found)
                try await record(first + 7..<first + 16, shift: round + 1)
            }
            let state = try await self.state(of: monitor, fixture)
            let open = state.openHours(at: start + .minutes(48)).reduce(Duration.zero) { $0 + $1.rollup.measured }
            // Of sixteen minutes each: two in which the clock was ahead, and the two that those results cover.
            #expect((open - .minutes(3 * (16 - 2 - 2))).magnitude <= .seconds(1), "\(open)")
        }
    }

    @Test(arguments: TestDatabase.all)
    func `results from a clock that was ahead correct no incident`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend, clock: ManualClock(Self.noon)) { fixture in
            let monitor = try await fixture.monitor()
            let first = SlotGrid(monitor: monitor.id, interval: .minutes(1)).next(after: fixture.clock.now)
            func record(_ minute: Int64, _ outcome: Outcome, shift: Int64 = 0, ahead: Int64 = 0) async throws {
                fixture.clock.set(max(fixture.clock.now, first + .minutes(minute + ahead) + .seconds(1)))
                try await fixture.record(
                    self.result(monitor, at: first + .minutes(minute + ahead) + .milliseconds(shift), outcome))
            }
            for minute in Int64(0)..<5 { try await record(minute, .up) }
            for minute in Int64(5)..<7 { try await record(minute, .up, ahead: 3) }
            _ = try await self.lead(fixture, emittedThrough: fixture.clock.now)
            fixture.clock.set(first + .minutes(6) + .seconds(30))
            #expect(try await self.lead(fixture).found)
            try await record(7, .up, shift: 1)
            for minute: Int64 in [8, 9, 11, 10] { try await record(minute, .down, shift: 1) }
            let incidents = try await fixture.incidents(of: monitor)
            #expect(incidents.map(\.startedAt) == [first + .minutes(8) + .milliseconds(1 + 2)])
            #expect(incidents.map(\.resolvedAt) == [nil])
            #expect(try await fixture.alerts() == [.incidentOpened])
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a heartbeat is due after its own interval by the correct clock`(_ backend: TestDatabase) async throws {
        try await EngineFixture.with(backend) { fixture in
            let monitor = try await fixture.monitor { configuration in
                configuration.type = .heartbeat
                configuration.target = ""
                configuration.locations = []
                configuration.schedule = .heartbeat(PingTiming(interval: .minutes(5), grace: .minutes(1)))
            }
            let now = fixture.clock.now
            let ahead = now + .hours(1)
            try await fixture.engine.database.write { db in
                try HeartbeatRepository().insert(
                    Heartbeat(monitor: monitor.id, key: PingKey(), settledAt: ahead, dueAt: ahead + .minutes(5)), in: db)
            }
            fixture.clock.set(ahead)
            _ = try await self.lead(fixture, emittedThrough: ahead)
            fixture.clock.set(now)
            #expect(try await self.lead(fixture).found)
            let heartbeats = try await fixture.engine.database.write { db in try HeartbeatRepository().lock([monitor.id], in: db)
            }
            #expect(heartbeats.map(\.settledAt) == [now] && heartbeats.map(\.dueAt) == [now + .minutes(5)])
        }
    }
}
