import HawkCore
import Testing

struct TimeBucketsTests {
    @Test(arguments: [2, 3, 7, 60, 500], [1, 59, 3_600, 90_000, 7_776_000])
    func `a range never gets more buckets than requested, wherever it lies`(points: Int, seconds: Int64) {
        for start: Int64 in [0, 1, 1_799, 3_599] {
            let range = Instant(seconds: start)..<Instant(seconds: start + seconds)
            let step = TimeBuckets.step(for: range, points: points, unit: .milliseconds(1))
            let buckets = TimeBuckets(range, step: step).buckets
            #expect(buckets.count <= points)
            #expect(buckets.first.map { $0.at <= range.lowerBound } == true)
            #expect(buckets.last.map { $0.at + step >= range.upperBound } == true)
        }
    }

    @Test func `steps are whole units`() {
        let range = Instant(seconds: 0)..<Instant(seconds: 90 * 86_400)
        #expect(TimeBuckets.step(for: range, points: 300, unit: .hours(1)) == .hours(8))
    }

    @Test func `hours and single checks count in the bucket of their start, others nowhere`() {
        var buckets = TimeBuckets(Instant(seconds: 0)..<Instant(seconds: 4 * 3_600), step: .hours(2))
        var hour = Rollup()
        hour.count(.up, latency: .milliseconds(10), anomalous: false)
        hour.count(.down, latency: .milliseconds(900), anomalous: false)
        buckets.add(HourlyRollup(hour: Instant(seconds: 3_600), rollup: hour))
        buckets.add(HourlyRollup(hour: Instant(seconds: 4 * 3_600), rollup: hour))
        buckets.count(.up, latency: .milliseconds(30), anomalous: true, at: Instant(seconds: 7_199))
        buckets.count(.unknown, latency: .zero, anomalous: false, at: Instant(seconds: 7_200))
        buckets.count(.up, latency: .zero, anomalous: false, at: Instant(seconds: -1))
        #expect(buckets.buckets.map(\.rollup.checks) == [3, 1])
        #expect(buckets.buckets[0].rollup.down == 1)
        #expect(buckets.buckets[0].rollup.latencyMinimum == .milliseconds(10))
        #expect(buckets.buckets[0].rollup.latencyMaximum == .milliseconds(30))
        #expect(buckets.buckets[0].rollup.anomalous == 1)
        #expect(buckets.buckets[1].rollup.latencyMean == nil)
    }

    @Test func `a step is never shorter than the minimum`() {
        let range = Instant(seconds: 0)..<Instant(seconds: 3_600)
        #expect(TimeBuckets.step(for: range, points: 160, unit: .seconds(1), atLeast: .seconds(60)) == .seconds(60))
        #expect(TimeBuckets.step(for: range, points: 160, unit: .hours(1), atLeast: .minutes(61)) == .hours(2))
    }

    @Test func `the time of a result counts in every bucket that it touches, and in none outside`() {
        var buckets = TimeBuckets(Instant(seconds: 0)..<Instant(seconds: 180), step: .seconds(60))
        buckets.hold(.down, from: Instant(seconds: -30), to: Instant(seconds: 90))
        buckets.hold(.up, from: Instant(seconds: 90), to: Instant(seconds: 500))
        buckets.hold(.unknown, from: Instant(seconds: 0), to: Instant(seconds: 180))
        #expect(buckets.buckets.map(\.rollup.measured) == Array(repeating: .seconds(60), count: 3))
        #expect(buckets.buckets.map(\.rollup.downtime) == [.seconds(60), .seconds(30), .zero])
    }
}
