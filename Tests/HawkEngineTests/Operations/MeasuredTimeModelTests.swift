import HawkCore
import HawkEngine
import HawkStore
import HawkTestSupport
import Testing

/// Compares the measured time and downtime of rollups with a plain list of results, over checks, long checks, gaps, pauses and
/// late results.
struct MeasuredTimeModelTests {
    @Test(arguments: TestDatabase.all, UInt64(1)...12)
    func `rollups hold the time of each result once, and nothing else`(_ backend: TestDatabase, _ seed: UInt64)
        async throws
    {
        try await OperationsFixture.run(on: backend, clock: ManualClock(Instant(seconds: 1_789_948_800))) { fixture in
            var course = MeasuredCourse(seed: seed)
            let monitor = try await fixture.monitor { $0.interval = course.interval }
            try await course.run(monitor, in: fixture)
            let now = fixture.clock.now
            let rollup = try await fixture.monitors.stats(of: monitor.id, over: .year, as: fixture.viewer).report.rollup
            #expect(rollup.checks == course.stood.count)
            let measured = course.time(until: now) { $0 != .unknown }
            let downtime = course.time(until: now) { $0 == .down }
            #expect(rollup.measured == measured && rollup.downtime == downtime)
        }
    }
}

private struct MeasuredCourse {
    let interval: Duration
    /// The time span of each result if nothing follows, and its outcome.
    private(set) var stood: [(span: Range<Instant>, outcome: Outcome)] = []
    private var pauses: [Instant] = []
    private var late: [CheckResult] = []
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed &* 1_000
        self.interval = [.seconds(60), .hours(1), .hours(12)][Int(seed % 3)]
    }

    /// The time of results with given outcomes: each lasts until the next slot or pause.
    func time(until now: Instant, _ isWanted: (Outcome) -> Bool) -> Duration {
        let ordered = self.stood.sorted { $0.span.lowerBound < $1.span.lowerBound }
        return ordered.enumerated().reduce(.zero) { sum, each in
            let (start, end) = (each.element.span.lowerBound, each.element.span.upperBound)
            guard isWanted(each.element.outcome) else { return sum }
            let next = each.offset + 1 < ordered.count ? ordered[each.offset + 1].span.lowerBound : now
            let pause = self.pauses.first { $0 >= start } ?? now
            return sum + max(min(end, next, pause, now) - start, .zero)
        }
    }

    mutating func run(_ created: Monitor, in fixture: OperationsFixture) async throws {
        var monitor = created
        var slot = fixture.clock.now
        for _ in 0..<60 {
            let result = self.check(monitor, at: slot)
            fixture.clock.set(max(fixture.clock.now, result.finishedAt))
            if self.interval == .seconds(60), self.below(5) == 0 {
                self.late.append(result)
            } else {
                try await fixture.recordResult(result)
            }
            while slot < result.finishedAt || slot == result.slot { slot = slot + self.interval }
            if self.below(4) == 0 { slot = slot + self.interval * (self.below(3) + 1) }
            if self.below(6) == 0 {
                // Before the next slot, or long after it.
                let time = self.interval.milliseconds * Int64(self.below(30) + 1) / 10
                fixture.clock.advance(by: .milliseconds(time / 3))
                self.pauses.append(fixture.clock.now)
                _ = try await fixture.monitors.pause(monitor.id, as: fixture.bob)
                fixture.clock.advance(by: .milliseconds(time))
                monitor = try await fixture.monitors.resume(monitor.id, as: fixture.bob).monitor
                slot = fixture.clock.now
            }
            if self.below(3) == 0 { try await self.catchUp(in: fixture) }
            fixture.clock.set(max(fixture.clock.now, slot))
        }
        try await self.catchUp(in: fixture)
        fixture.clock.advance(by: self.interval / 2)
    }

    private mutating func catchUp(in fixture: OperationsFixture) async throws {
        let late = self.late
        self.late = []
        for result in late.reversed() { try await fixture.recordResult(result) }
    }

    private mutating func check(_ monitor: Monitor, at slot: Instant) -> CheckResult {
        let outcome = [Outcome.up, .up, .down, .down, .unknown][self.below(5)]
        let length = outcome == .down ? self.interval.milliseconds * Int64(self.below(190)) / 100 : 10
        let result = CheckResult(
            monitor: monitor.id, organization: monitor.organization, revision: monitor.revision, location: "default",
            slot: slot, startedAt: slot, finishedAt: slot + .milliseconds(length), interval: self.interval, outcome: outcome,
            reason: outcome == .down ? .timeout : .none, firstFailedAt: outcome == .down ? slot : nil,
            latency: .milliseconds(10))
        // Whole intervals, as many as the check takes.
        let intervals = max((length + self.interval.milliseconds - 1) / self.interval.milliseconds, 1)
        self.stood.append((slot..<slot + self.interval * Int(intervals), outcome))
        return result
    }

    private mutating func below(_ bound: Int) -> Int {
        self.state &+= 1
        return Int(splitMix64(self.state) % UInt64(bound))
    }
}
