import HawkCore
import Testing

struct RollupTests {
    private func rollup(_ latencies: Duration?...) -> Rollup {
        latencies.reduce(into: Rollup()) { $0.count(.up, latency: $1, anomalous: false) }
    }

    @Test func `a mean includes only the timed successes`() throws {
        let some = self.rollup(.seconds(10), nil, .seconds(30), nil)
        #expect(some.up == 4 && some.untimed == 2 && some.latencyMean == .seconds(20))
        #expect(some.latencyMinimum == .seconds(10) && some.latencies.count == 2)
        #expect(self.rollup(nil, nil).latencyMean == nil && self.rollup(nil).latencyMinimum == nil)
        var sum = some
        sum.merge(self.rollup(.seconds(50), nil))
        #expect(sum.untimed == 3 && sum.latencyMean == .seconds(30))

        var writer = ByteWriter()
        sum.encode(to: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try Rollup(from: &reader) == sum)
    }

    @Test func `an untimed success does not change the baseline`() throws {
        var state = LocationState(monitor: ID(1), location: "heartbeat")
        for minute in 0..<30 {
            var result = CheckResult.sample(slot: Int64(minute), outcome: .up)
            if minute.isMultiple(of: 2) { result.latency = nil }
            _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
            #expect(!result.anomalous)
        }
        #expect(state.ring.samples == Array(repeating: 10_000, count: 15) && state.last?.latency == .milliseconds(10))
        let read = try LocationState(monitor: ID(1), location: "heartbeat", version: 0, bytes: state.bytes)
        #expect(read == state)
        var result = CheckResult.sample(slot: 30, outcome: .up)
        result.latency = nil
        _ = state.apply(&result, anomaly: AnomalySettings(), recoveryConfirmations: 0)
        #expect(try LocationState(monitor: ID(1), location: "heartbeat", version: 0, bytes: state.bytes).last?.latency == nil)
    }

    @Test(arguments: UInt64(1)...40)
    func `percentiles lie within the measured values and are in order`(_ seed: UInt64) throws {
        var random = Random(seed)
        let count = random.pick([1, 2, 19, 20, 200])
        let (least, spread) = (random.below(2_000_000) + 1, random.pick([1, 30, 5_000, 3_000_000]))
        var rollup = Rollup()
        for _ in 0..<count {
            rollup.count(.up, latency: .microseconds(least + random.below(spread)), anomalous: false)
        }
        let range = try #require(rollup.latencyMinimum)...(try #require(rollup.latencyMaximum))
        let percentiles = try [0, 0.01, 0.5, 0.95, 0.99, 1].map { try #require(rollup.latencyPercentile($0)) }
        #expect(percentiles.allSatisfy(range.contains) && percentiles == percentiles.sorted())
        #expect(percentiles.first == range.lowerBound && percentiles.last == range.upperBound)
        #expect(range.contains(try #require(rollup.latencyMean)))
        // Of fewer than twenty, the slowest is above 95%.
        if count < 20 { #expect(rollup.latencyPercentile(0.95) == range.upperBound) }
        #expect(Rollup().latencyPercentile(0.5) == nil)
    }
}
