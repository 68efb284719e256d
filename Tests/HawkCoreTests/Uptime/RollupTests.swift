import HawkCore
import Testing

struct RollupTests {
    private func rollup(_ latencies: Duration?...) -> Rollup {
        latencies.reduce(into: Rollup()) { $0.count(.up, latency: $1, anomalous: false) }
    }

    @Test func `a mean is that of the successes that were timed`() throws {
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

    @Test func `a success that was not timed is no part of what others are judged by`() throws {
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
}
