import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

/// Unmeasured time is in no value, neither uptime nor downtime. Coverage says how much it is.
struct UnmeasuredTimeTests {
    private let noon = Instant(seconds: 1_789_948_800 + 12 * 3_600)

    private func stats(_ monitor: Monitor, _ fixture: OperationsFixture) async throws -> UptimeReport {
        try await fixture.monitors.stats(of: monitor.id, over: .week, as: fixture.viewer).report
    }

    @Test(arguments: TestDatabase.all)
    func `a pause is not measured, however long the last result would last`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend, clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor { $0.interval = .days(1) }
            try await self.record(.down, of: monitor, in: fixture)
            fixture.clock.advance(by: .minutes(10))
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            fixture.clock.advance(by: .hours(10) - .minutes(10))
            let resumed = try await fixture.monitors.resume(monitor.id, as: fixture.bob).monitor
            try await self.record(.up, of: resumed, in: fixture)
            fixture.clock.advance(by: .hours(2))
            let report = try await self.stats(monitor, fixture)
            #expect(report.rollup.measured == .minutes(130) && report.rollup.downtime == .minutes(10))
            #expect(abs((report.rollup.uptimePercent ?? 0) - 100.0 * 12 / 13) < 1e-9)
            #expect(abs((report.coveragePercent ?? 0) - 100.0 * 130 / 720) < 1e-9)
            #expect(report.downtime == .minutes(10) && report.meanTimeToRepair == .minutes(10))
            #expect(report.since == self.noon)

            let series = try await fixture.monitors.series(
                of: monitor.id, from: self.noon - .hours(1), to: nil, points: 200, as: fixture.viewer)
            let measured = series.buckets.buckets.reduce(Duration.zero) { $0 + $1.rollup.measured }
            #expect(measured == .minutes(130))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `an outage while StatusHawk is off contains a gap, and every value excludes it`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend, clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(Array(repeating: .down, count: 10), of: monitor)
            fixture.clock.advance(by: .days(3) - .minutes(10))
            let open = try await self.stats(monitor, fixture)
            #expect(open.downtime == .minutes(10) && open.rollup.downtime == .minutes(10))
            #expect(open.rollup.uptimePercent == 0 && open.meanTimeToRepair == nil)
            let lasting = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(lasting.map(\.unmeasured) == [.days(3) - .minutes(10)])

            try await fixture.record(Array(repeating: .up, count: 10), of: monitor)
            let report = try await self.stats(monitor, fixture)
            #expect(report.rollup.measured == .minutes(20) && report.downtime == .minutes(10))
            #expect(report.rollup.uptimePercent == 50 && report.meanTimeToRepair == .minutes(10))
            #expect(abs((report.coveragePercent ?? 0) - 100.0 * 20 / (3 * 1_440 + 10)) < 1e-9)
            let over = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(over.map(\.unmeasured) == [.days(3) - .minutes(10)])
            let found = try await fixture.incidents.find(over[0].incident.id, as: fixture.bob)
            #expect(found.unmeasured == .days(3) - .minutes(10))
        }
    }

    @Test func `an outage without a gap has no unmeasured time`() async throws {
        try await OperationsFixture.run(clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record([.up], of: monitor)
            try await fixture.record(Array(repeating: .down, count: 30 * 60), of: monitor)
            try await fixture.record([.up], of: monitor)
            let incidents = try await fixture.incidents.list(matching: .init(), before: nil, limit: 10, as: fixture.bob)
            #expect(incidents.map(\.unmeasured) == [.zero])
            #expect(try await self.stats(monitor, fixture).downtime == .hours(30))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a change of the target ends the time of the last result, another name does not`(_ backend: TestDatabase)
        async throws
    {
        try await OperationsFixture.run(on: backend, clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor { $0.interval = .hours(12) }
            try await self.record(.up, of: monitor, in: fixture)
            fixture.clock.advance(by: .hours(1))
            var draft = MonitorDraft(type: .tcp, target: "db.example:5432")
            draft.interval = .hours(12)
            draft.name = "Another"
            let renamed = try await fixture.monitors.update(
                monitor.id, to: draft, from: monitor.version, as: fixture.bob
            ).monitor
            fixture.clock.advance(by: .hours(1))
            draft.target = "other.example:5432"
            _ = try await fixture.monitors.update(monitor.id, to: draft, from: renamed.version, as: fixture.bob)
            fixture.clock.advance(by: .hours(3))
            #expect(try await self.stats(monitor, fixture).rollup.measured == .hours(2))
        }
    }

    @Test(arguments: TestDatabase.all)
    func `a deleted monitor is no longer measured`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend, clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor { $0.interval = .hours(12) }
            try await self.record(.up, of: monitor, in: fixture)
            fixture.clock.advance(by: .minutes(20))
            try await fixture.monitors.delete(monitor.id, as: fixture.bob)
            let states = try await fixture.database.read { db in try LocationStateRepository().all(of: [monitor.id], in: db) }
            #expect(states.flatMap { $0.openHours(at: fixture.clock.now + .hours(5)) }.map(\.rollup.measured) == [.minutes(20)])
        }
    }

    /// The check was in flight when its monitor was paused, and ends after the monitor was resumed.
    @Test(arguments: TestDatabase.all)
    func `a check from before a pause does not cover the time after it`(_ backend: TestDatabase) async throws {
        try await OperationsFixture.run(on: backend, clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor { $0.interval = .hours(12) }
            let slot = fixture.clock.now
            fixture.clock.advance(by: .seconds(4))
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            fixture.clock.advance(by: .seconds(4))
            let resumed = try await fixture.monitors.resume(monitor.id, as: fixture.bob).monitor
            fixture.clock.advance(by: .seconds(4))
            try await self.record(.down, of: resumed, slot: slot, in: fixture)
            fixture.clock.advance(by: .hours(1))
            let report = try await self.stats(monitor, fixture)
            #expect(report.rollup.measured == .seconds(4) && report.rollup.down == 1 && report.incidents == 0)
        }
    }

    @Test func `a bucket is never shorter than the interval, and each one includes its measured time`() async throws {
        try await OperationsFixture.run(clock: ManualClock(self.noon)) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(Array(repeating: .up, count: 4), of: monitor)
            for hours in [Int64(1), 24] {
                let series = try await fixture.monitors.series(
                    of: monitor.id, from: fixture.clock.now - .hours(hours), to: nil, points: 160, as: fixture.viewer)
                #expect(series.buckets.step >= .seconds(60))
                let buckets = series.buckets.buckets.filter { $0.rollup.checks > 0 }
                let measured = series.buckets.buckets.reduce(Duration.zero) { $0 + $1.rollup.measured }
                #expect(measured == .minutes(4))
                #expect(buckets.reduce(0) { $0 + $1.rollup.checks } == 4)
                if hours == 1 { #expect(buckets.count == 4) }
            }
            let rare = try await fixture.monitor("rare.example:80") { $0.interval = .hours(6) }
            try await self.record(.up, of: rare, in: fixture)
            fixture.clock.advance(by: .hours(3))
            let series = try await fixture.monitors.series(
                of: rare.id, from: fixture.clock.now - .hours(1), to: nil, points: 160, as: fixture.viewer)
            #expect(series.buckets.step >= .hours(6))
        }
    }

    private func record(
        _ outcome: Outcome, of monitor: Monitor, slot: Instant? = nil, in fixture: OperationsFixture
    ) async throws {
        let slot = slot ?? fixture.clock.now
        let result = CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
            slot: slot, startedAt: slot, finishedAt: slot + .milliseconds(10), interval: monitor.configuration.interval,
            outcome: outcome, reason: outcome == .down ? .refused : .none, firstFailedAt: outcome == .down ? slot : nil,
            latency: .milliseconds(10))
        try await fixture.recordResult(result)
    }
}
