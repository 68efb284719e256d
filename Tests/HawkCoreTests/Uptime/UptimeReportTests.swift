import HawkCore
import Testing

struct UptimeReportTests {
    private let day = Instant(seconds: 86_400)..<Instant(seconds: 2 * 86_400)

    private let parts = MeasuredParts(of: .days(1), quorum: 1)

    private func measured(_ measured: Duration, downtime: Duration, at location: String = "a") -> MeasuredParts {
        var parts = self.parts
        parts.add(self.rollup(measured: measured, downtime: downtime), from: self.day.lowerBound, at: location)
        return parts
    }

    @Test func `unmeasured time of an outage is no downtime`() {
        // Five minutes of failures, then no result.
        let outage = TimeSpan(start: self.day.lowerBound + .hours(2), end: nil)
        let open = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1,
            rollup: self.rollup(measured: .minutes(125), downtime: .minutes(5)), outages: [outage],
            parts: self.measured(.minutes(125), downtime: .minutes(5)))
        #expect(open.downtime == .minutes(5) && open.incidents == 1 && open.meanTimeToRepair == nil)
        // And three hours of success at the end.
        let over = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1,
            rollup: self.rollup(measured: .minutes(305), downtime: .minutes(5)),
            outages: [TimeSpan(start: outage.start, end: outage.start + .hours(19))],
            parts: self.measured(.minutes(305), downtime: .minutes(5)))
        #expect(over.downtime == .minutes(5) && over.meanTimeToRepair == .minutes(5))
    }

    @Test func `time that one location did not measure is measured by the other, and their quorum decides the downtime`() {
        var parts = MeasuredParts(of: .days(1), quorum: 2)
        parts.add(self.rollup(measured: .hours(24), downtime: .hours(9)), from: self.day.lowerBound, at: "a")
        parts.add(self.rollup(measured: .hours(4), downtime: .hours(1)), from: self.day.lowerBound, at: "b")
        let outage = TimeSpan(start: self.day.lowerBound, end: self.day.lowerBound + .hours(6))
        #expect(parts.unmeasured(of: [outage], within: self.day) == [.zero])
        // Both were away for half the day, and saw the outage together for an hour.
        var gap = MeasuredParts(of: .days(1), quorum: 2)
        gap.add(self.rollup(measured: .hours(12), downtime: .hours(9)), from: self.day.lowerBound, at: "a")
        gap.add(self.rollup(measured: .hours(12), downtime: .hours(1)), from: self.day.lowerBound, at: "b")
        #expect(gap.unmeasured(of: [outage], within: self.day) == [.hours(5)])
    }

    private func rollup(measured: Duration, downtime: Duration = .zero) -> Rollup {
        var rollup = Rollup()
        rollup.hold(.up, for: measured - downtime)
        rollup.hold(.down, for: downtime)
        return rollup
    }

    @Test func `a half measured day has 50 percent coverage and the uptime of the measured time`() {
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1,
            rollup: self.rollup(measured: .hours(12), downtime: .hours(3)), outages: [],
            parts: self.parts)
        #expect(report.coveragePercent == 50)
        #expect(report.rollup.uptimePercent == 75)
        #expect(report.incidents == 0)
        #expect(report.meanTimeToRepair == nil && report.meanTimeBetweenFailures == nil)
    }

    @Test func `time before the monitor existed is not missing, and the report contains its creation`() {
        let created = self.day.lowerBound + .hours(12)
        let report = UptimeReport(
            period: self.day, createdAt: created, locations: 1, rollup: self.rollup(measured: .hours(6)), outages: [],
            parts: self.parts)
        #expect(report.coveragePercent == 50 && report.since == created)
        let old = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1, rollup: Rollup(), outages: [], parts: self.parts)
        #expect(old.since == nil)
    }

    @Test func `a monitor that was created at this instant has no coverage`() {
        let report = UptimeReport(
            period: self.day, createdAt: self.day.upperBound, locations: 1, rollup: Rollup(), outages: [], parts: self.parts)
        #expect(report.coveragePercent == nil)
    }

    @Test func `coverage expects every location to measure all the time`() {
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 2, rollup: self.rollup(measured: .hours(24)), outages: [],
            parts: self.parts)
        #expect(report.coveragePercent == 50)
    }

    @Test func `outages count with their part in the period, repairs with their whole length`() {
        let start = self.day.lowerBound
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1, rollup: self.rollup(measured: .hours(24), downtime: .hours(3)),
            outages: [
                TimeSpan(start: start - .hours(3), end: start + .hours(1)),
                TimeSpan(start: start + .hours(5), end: start + .hours(7)),
                TimeSpan(start: self.day.upperBound - .minutes(30), end: nil),
                TimeSpan(start: start - .hours(9), end: start - .hours(8)),
            ], parts: self.measured(.hours(24), downtime: .hours(3)))
        #expect(report.incidents == 3)
        #expect(report.downtime == .hours(3) + .minutes(30))
        #expect(report.meanTimeToRepair == .hours(3))  // (4 + 2) / 2: the open one is not repaired
        #expect(report.meanTimeBetweenFailures == .hours(7))  // 21 measured hours without a failure / 3
    }
}
