import HawkCore
import Testing

struct UptimeReportTests {
    private let day = Instant(seconds: 86_400)..<Instant(seconds: 2 * 86_400)

    private func rollup(measured: Duration, downtime: Duration = .zero) -> Rollup {
        var rollup = Rollup()
        rollup.hold(.up, for: measured - downtime)
        rollup.hold(.down, for: downtime)
        return rollup
    }

    @Test func `a day of which half was measured has a coverage of 50 percent and an uptime of what was measured`() {
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1,
            rollup: self.rollup(measured: .hours(12), downtime: .hours(3)), pauses: [], outages: [])
        #expect(report.coveragePercent == 50)
        #expect(report.rollup.uptimePercent == 75)
        #expect(report.incidents == 0)
        #expect(report.meanTimeToRepair == nil && report.meanTimeBetweenFailures == nil)
    }

    @Test func `time before the monitor existed and time in which it was paused are not missing`() {
        let report = UptimeReport(
            period: self.day, createdAt: self.day.lowerBound + .hours(12), locations: 1, rollup: self.rollup(measured: .hours(6)),
            pauses: [
                TimeSpan(start: self.day.lowerBound + .hours(10), end: self.day.lowerBound + .hours(14)),
                TimeSpan(start: self.day.upperBound - .hours(2), end: nil),
            ], outages: [])
        // Twelve hours of existence, two and two of them paused.
        #expect(report.coveragePercent == 75)
    }

    @Test func `a monitor that is created at this instant has no coverage to speak of`() {
        let report = UptimeReport(
            period: self.day, createdAt: self.day.upperBound, locations: 1, rollup: Rollup(), pauses: [], outages: [])
        #expect(report.coveragePercent == nil)
    }

    @Test func `every location is to measure all the time`() {
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 2, rollup: self.rollup(measured: .hours(24)), pauses: [], outages: [])
        #expect(report.coveragePercent == 50)
    }

    @Test func `outages count with the part that lies in the period, repairs with their whole length`() {
        let start = self.day.lowerBound
        let report = UptimeReport(
            period: self.day, createdAt: .epoch, locations: 1, rollup: self.rollup(measured: .hours(24), downtime: .hours(3)),
            pauses: [],
            outages: [
                TimeSpan(start: start - .hours(3), end: start + .hours(1)),
                TimeSpan(start: start + .hours(5), end: start + .hours(7)),
                TimeSpan(start: self.day.upperBound - .minutes(30), end: nil),
                TimeSpan(start: start - .hours(9), end: start - .hours(8)),
            ])
        #expect(report.incidents == 3)
        #expect(report.downtime == .hours(3) + .minutes(30))
        #expect(report.meanTimeToRepair == .hours(3))  // (4 + 2) / 2: the open one is not repaired
        #expect(report.meanTimeBetweenFailures == .hours(7))  // 21 measured hours without a failure / 3
    }
}
