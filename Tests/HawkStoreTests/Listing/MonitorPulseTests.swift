import HawkCore
import HawkStore
import HawkTestSupport
import Testing

struct MonitorPulseTests {
    private let monitors = MonitorRepository()

    @Test(arguments: TestDatabase.all)
    func `a monitor without any check has a pending pulse`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", at: Instant(seconds: 7), in: db)
                let pulse = try #require(try self.monitors.pulse(of: monitor.id, in: db))
                #expect(pulse.verdict == .pending && pulse.since == nil && pulse.lastSlot == nil && pulse.pausedSince == nil)
                #expect(pulse.createdAt == Instant(seconds: 7) && pulse.effectiveAt == Instant(seconds: 7))
                #expect(pulse.schedule == .polled(CheckTiming(interval: .seconds(60), timeout: .seconds(10))))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `of several locations the newest check is shown, and the monitor is listed once`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", in: db)
                let older = fixture.result(monitor, at: Instant(seconds: 60), .down, location: "a")
                let newer = fixture.result(monitor, at: Instant(seconds: 90), location: "b", latency: .milliseconds(33))
                try fixture.fold([older], in: db)
                try fixture.fold([newer], in: db)
                let pulses = try self.monitors.pulses(of: fixture.one, in: db)
                #expect(pulses.map(\.id) == [monitor.id])
                #expect(pulses.first?.lastSlot == Instant(seconds: 90))
                #expect(pulses.first?.lastOutcome == .up)
                #expect(pulses.first?.lastLatency == .milliseconds(33))
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `pulses belong to one organization, in pages, without deleted monitors`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let mine = try (1...5).map { try fixture.monitor("m\($0)", in: db) }
                _ = try fixture.monitor("foreign", of: fixture.two, in: db)
                try self.monitors.delete(mine[1], at: .epoch, in: db)
                let first = try self.monitors.pulses(of: fixture.one, limit: 2, in: db)
                #expect(first.map(\.id) == [mine[0].id, mine[2].id])
                let rest = try self.monitors.pulses(of: fixture.one, after: first.last?.id, in: db)
                #expect(rest.map(\.id) == [mine[3].id, mine[4].id])
                #expect(try self.monitors.pulse(of: mine[1].id, in: db) == nil)
                let existing = try self.monitors.existing(mine.map(\.id) + [ID(4_711)], of: fixture.one, in: db)
                #expect(existing == Set([0, 2, 3, 4].map { mine[$0].id }))
                #expect(try self.monitors.existing(mine.map(\.id), of: fixture.two, in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `filters select the same pulses as monitors`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let tagged = try fixture.monitor("100%", tags: ["Prod", "eu"], group: "web", in: db)
                _ = try fixture.monitor("1000", tags: ["production"], in: db)
                #expect(try self.monitors.pulses(of: fixture.one, matching: .init(tag: "prod"), in: db).map(\.id) == [tagged.id])
                #expect(try self.monitors.pulses(of: fixture.one, matching: .init(group: "web"), in: db).map(\.id) == [tagged.id])
                #expect(try self.monitors.pulses(of: fixture.one, matching: .init(query: "0%"), in: db).map(\.id) == [tagged.id])
                #expect(try self.monitors.pulses(of: fixture.one, matching: .init(type: .icmp), in: db).isEmpty)
            }
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a paused monitor has the start of its pause`(_ backend: TestDatabase) async throws {
        try await ListingFixture.run(on: backend) { database, fixture in
            try await database.write { db in
                let monitor = try fixture.monitor("shop", in: db)
                try self.monitors.pause(monitor, at: Instant(seconds: 5), in: db)
                let paused = try self.monitors.require(monitor.id, of: fixture.one, in: db)
                #expect(try self.monitors.pulse(of: monitor.id, in: db)?.pausedSince == Instant(seconds: 5))
                try self.monitors.resume(paused, at: Instant(seconds: 9), in: db)
                #expect(try self.monitors.pulse(of: monitor.id, in: db)?.pausedSince == nil)
            }
        }
    }
}
