import HawkCore
import Testing

@Suite struct LatencyTests {
    private func ring(_ milliseconds: [Int64]) -> LatencyRing {
        var ring = LatencyRing()
        for value in milliseconds { ring.append(.milliseconds(value)) }
        return ring
    }

    @Test func `nothing is anomalous during warm-up`() {
        let ring = ring(Array(repeating: 100, count: 9))
        #expect(ring.evaluate(.seconds(10), by: AnomalySettings()) == .init(anomalous: false, zScore: nil))
    }

    @Test func `a steady series ignores noise but detects a real difference`() {
        let ring = ring(Array(repeating: 100, count: 50))
        #expect(!ring.evaluate(.milliseconds(105), by: AnomalySettings()).anomalous)
        #expect(!ring.evaluate(.milliseconds(119), by: AnomalySettings()).anomalous)
        #expect(ring.evaluate(.milliseconds(125), by: AnomalySettings()).anomalous)
        #expect(!ring.evaluate(.milliseconds(1), by: AnomalySettings()).anomalous)
    }

    @Test func `a noisy series needs more than the sensitivity`() {
        let ring = ring((0..<50).map { $0 % 2 == 0 ? 100 : 200 })  // mean 150, deviation 50
        #expect(!ring.evaluate(.milliseconds(240), by: AnomalySettings()).anomalous)
        let evaluation = ring.evaluate(.milliseconds(260), by: AnomalySettings())
        #expect(evaluation.anomalous)
        #expect(abs((evaluation.zScore ?? 0) - 2.2) < 1e-9)
        #expect(!ring.evaluate(.milliseconds(260), by: AnomalySettings(sensitivity: 3)).anomalous)
        #expect(!ring.evaluate(.milliseconds(260), by: AnomalySettings(enabled: false)).anomalous)
    }

    @Test func `an anomaly opens after three in a row and closes after three in a row`() {
        var episode = AnomalyEpisode()
        let changes = [true, true, false, true, true, true, true, false, true, false, false, false, false].map {
            episode.apply(anomalous: $0, consecutive: 3)
        }
        #expect(changes == [nil, nil, nil, nil, nil, .opened, nil, nil, nil, nil, nil, .closed, nil])
    }

    @Test func `anomalous latencies stay out of the baseline until they are the new normal`() {
        var episode = AnomalyEpisode()
        for _ in 0..<3 { _ = episode.apply(anomalous: true, consecutive: 3) }
        #expect(episode.isOpen && !episode.admits(anomalous: true))
        for _ in 0..<LatencyRing.capacity { _ = episode.apply(anomalous: true, consecutive: 3) }
        #expect(episode.admits(anomalous: true))
    }

    @Test func `any quantile is within two percent of the exact one, also after merging`() throws {
        var values: [Int64] = []
        var whole = LatencyHistogram()
        var halves = [LatencyHistogram(), LatencyHistogram()]
        for index in 0..<20_000 {
            let value = Int64(splitMix64(UInt64(index)) % 5_000_000) + 1
            values.append(value)
            whole.add(.microseconds(value))
            halves[index % 2].add(.microseconds(value))
        }
        halves[0].merge(halves[1])
        #expect(halves[0] == whole)
        values.sort()
        for quantile in [0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 1.0] {
            let exact = Double(values[max(Int((quantile * 20_000).rounded(.up)) - 1, 0)])
            let estimate = Double(try #require(whole.quantile(quantile)).microseconds)
            #expect(abs(estimate - exact) / exact <= 0.0201, "quantile \(quantile)")
        }
        #expect(LatencyHistogram().quantile(0.5) == nil)
    }

    @Test func `encodings are decoded, and invalid bytes are refused`() throws {
        var rollup = Rollup()
        rollup.count(.sample(outcome: .up, latency: .milliseconds(12)))
        rollup.count(.sample(outcome: .down))
        rollup.hold(.up, for: .seconds(60))
        var writer = ByteWriter()
        rollup.encode(to: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try Rollup(from: &reader) == rollup)
        #expect(reader.isAtEnd)
        for length in 0..<writer.bytes.count {
            var short = ByteReader(Array(writer.bytes.prefix(length)))
            #expect(throws: ByteReader.MalformedBytes.self) { try Rollup(from: &short) }
        }
    }

    @Test(arguments: [0, 1, -1, 63, 64, -64, -65, .max, .min] as [Int64])
    func `integers of any size are decoded`(_ value: Int64) throws {
        var writer = ByteWriter()
        writer.write(value)
        writer.write(UInt64(bitPattern: value))
        var reader = ByteReader(writer.bytes)
        #expect(try reader.readInt64() == value)
        #expect(try reader.readUInt64() == UInt64(bitPattern: value))
    }
}
