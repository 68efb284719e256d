import HawkCore
import HawkEngine
import HawkTestSupport
import Testing

/// All tests see the same two hours and ten minutes: up from 22:00, down from 23:00 to 23:30, up again until 00:10.
struct MonitorHistoryTests {
    private static let midnight = Instant(seconds: 1_789_948_800)
    private let evening = midnight + .hours(22)

    private func withHistory(_ test: (OperationsFixture, Monitor) async throws -> Void) async throws {
        try await OperationsFixture.run(clock: ManualClock(self.evening)) { fixture in
            let monitor = try await fixture.monitor()
            try await fixture.record(Array(repeating: .up, count: 60), of: monitor)
            try await fixture.record(Array(repeating: .down, count: 30), of: monitor)
            try await fixture.record(Array(repeating: .up, count: 40), of: monitor)
            #expect(fixture.clock.now == Self.midnight + .hours(24) + .minutes(10))
            try await test(fixture, monitor)
        }
    }

    @Test(arguments: StatsPeriod.allCases)
    func `statistics of every period equal a count by hand`(_ period: StatsPeriod) async throws {
        try await self.withHistory { fixture, monitor in
            let stats = try await fixture.monitors.stats(of: monitor.id, over: period, as: fixture.viewer)
            let report = stats.report
            #expect(report.rollup.checks == 130 && report.rollup.up == 100 && report.rollup.down == 30)
            #expect(report.rollup.measured == .minutes(130) && report.rollup.downtime == .minutes(30))
            #expect(abs((report.rollup.uptimePercent ?? 0) - 100.0 * 100 / 130) < 1e-9)
            #expect(report.coveragePercent == 100)
            #expect(report.incidents == 1 && report.downtime == .minutes(30))
            #expect(report.meanTimeToRepair == .minutes(30) && report.meanTimeBetweenFailures == .minutes(100))
            #expect(report.rollup.latencyMean == .milliseconds(10))
            #expect(stats.lastCheckedAt == fixture.clock.now - .seconds(60))
        }
    }

    @Test func `unmeasured time lowers the coverage and not the uptime`() async throws {
        try await self.withHistory { fixture, monitor in
            let before = try await fixture.monitors.stats(of: monitor.id, over: .day, as: fixture.viewer).report
            fixture.clock.advance(by: .minutes(130))
            let after = try await fixture.monitors.stats(of: monitor.id, over: .day, as: fixture.viewer).report
            #expect(after.coveragePercent == 50)
            #expect(after.rollup.uptimePercent == before.rollup.uptimePercent)
        }
    }

    @Test func `paused time is not measured`() async throws {
        try await self.withHistory { fixture, monitor in
            _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
            fixture.clock.advance(by: .minutes(130))
            let report = try await fixture.monitors.stats(of: monitor.id, over: .day, as: fixture.viewer).report
            #expect(report.coveragePercent == 50 && report.downtime == .minutes(30))
        }
    }

    @Test func `a period of a day excludes what lies before it`() async throws {
        try await self.withHistory { fixture, monitor in
            fixture.clock.set(Self.midnight + .hours(47) + .minutes(30))
            let report = try await fixture.monitors.stats(of: monitor.id, over: .day, as: fixture.viewer).report
            // From 23:00 on, the hour in which the period begins.
            #expect(report.rollup.checks == 70 && report.rollup.down == 30)
            #expect(report.incidents == 1)
        }
    }

    @Test func `a short span is made of single results`() async throws {
        try await self.withHistory { fixture, monitor in
            let series = try await fixture.monitors.series(
                of: monitor.id, from: Self.midnight + .hours(23), to: Self.midnight + .hours(24), points: 61, as: fixture.viewer)
            let buckets = series.buckets.buckets
            #expect(series.buckets.step == .seconds(60) && buckets.count == 60)
            #expect(buckets.allSatisfy { $0.rollup.checks == 1 })
            #expect(buckets.map(\.rollup.down) == Array(repeating: 1, count: 30) + Array(repeating: 0, count: 30))
            #expect(buckets[30].rollup.latencyMaximum == .milliseconds(10) && buckets[0].rollup.latencyMaximum == nil)
            #expect(series.outages == [TimeSpan(start: Self.midnight + .hours(23), end: buckets[30].at)])
            #expect(series.anomalies.isEmpty)
        }
    }

    @Test func `a longer span is made of hours, including the open one`() async throws {
        try await self.withHistory { fixture, monitor in
            let series = try await fixture.monitors.series(
                of: monitor.id, from: Self.midnight, to: nil, points: 200, as: fixture.viewer)
            let buckets = series.buckets.buckets
            #expect(series.buckets.step == .hours(1) && buckets.count == 25)
            #expect(buckets.suffix(4).map(\.rollup.checks) == [0, 60, 60, 10])
            #expect(buckets.suffix(3).map(\.rollup.down) == [0, 30, 0])
        }
    }

    @Test func `a very long span is made of days`() async throws {
        try await self.withHistory { fixture, monitor in
            let series = try await fixture.monitors.series(
                of: monitor.id, from: fixture.clock.now - .days(60), to: nil, points: 30, as: fixture.viewer)
            #expect(series.buckets.step == .days(3) && series.buckets.buckets.count <= 30)
            #expect(series.buckets.buckets.reduce(0) { $0 + $1.rollup.checks } == 130)
        }
    }

    @Test func `a span that ends before it begins, or is too long, is refused`() async throws {
        try await self.withHistory { fixture, monitor in
            let now = fixture.clock.now
            for from in [now, now + .hours(1), now - .days(401)] {
                let wrong = await fields {
                    _ = try await fixture.monitors.series(of: monitor.id, from: from, to: now, points: 10, as: fixture.viewer)
                }
                #expect(wrong == ["from"])
            }
        }
    }

    @Test func `results come newest first, page by page, and are bounded by instants`() async throws {
        try await self.withHistory { fixture, monitor in
            var slots: [Instant] = []
            var cursor: CheckResult.Cursor?
            repeat {
                let page = try await fixture.monitors.results(
                    of: monitor.id, from: nil, to: nil, before: cursor, limit: 50, as: fixture.viewer)
                slots += page.map(\.slot)
                cursor = page.count == 50 ? page.last.map { .init(slot: $0.slot, location: $0.location) } : nil
            } while cursor != nil
            #expect(slots.count == 130 && slots == slots.sorted(by: >))
            let failures = try await fixture.monitors.results(
                of: monitor.id, from: Self.midnight + .hours(23), to: Self.midnight + .hours(23) + .minutes(2), before: nil,
                limit: 50, as: fixture.viewer)
            #expect(failures.map(\.outcome) == [.down, .down])
        }
    }

    @Test func `a failure is shown with the last success, and a success is not found`() async throws {
        try await self.withHistory { fixture, monitor in
            let slot = Self.midnight + .hours(23) + .minutes(5)
            let failure = try await fixture.monitors.failure(of: monitor.id, at: slot, location: nil, as: fixture.viewer)
            #expect(failure.result.slot == slot && failure.result.reason == .refused)
            #expect(failure.lastSuccess?.slot == Self.midnight + .hours(23) - .seconds(60))
            #expect(failure.attempts.isEmpty)
            let success = await code {
                _ = try await fixture.monitors.failure(of: monitor.id, at: self.evening, location: nil, as: fixture.viewer)
            }
            #expect(success == .notFound)
        }
    }

    @Test func `an overview sums the day of all monitors`() async throws {
        try await self.withHistory { fixture, monitor in
            let quiet = try await fixture.monitor("quiet.example:80")
            _ = try await fixture.monitors.pause(quiet.id, as: fixture.bob)
            let overview = try await OverviewOperations(fixture.engine).overview(as: fixture.viewer)
            #expect(overview.total == 2 && overview.statuses == [.up: 1, .paused: 1])
            #expect(abs((overview.uptimePercent ?? 0) - 100.0 * 100 / 130) < 1e-9)
            #expect(overview.coveragePercent == 100 && overview.latencyMean == .milliseconds(10))
            #expect(overview.openIncidents == 0 && overview.recentFailures.map(\.monitors) == [[monitor.id]])
            let foreign = try await OverviewOperations(fixture.engine).overview(as: fixture.charlie)
            #expect(foreign.total == 0 && foreign.uptimePercent == nil && foreign.recentFailures.isEmpty)
        }
    }
}
