/// The last successful latencies of a monitor at one location. The next latency is compared with them.
package struct LatencyRing: Sendable, Equatable {
    package static let capacity = 50
    /// With fewer samples, no latency is an anomaly.
    package static let warmUp = 10

    /// Microseconds, oldest first.
    package private(set) var samples: [Int64] = []

    package init() {}

    package mutating func append(_ latency: Duration) {
        if self.samples.count == Self.capacity { self.samples.removeFirst() }
        self.samples.append(latency.microseconds)
    }

    /// The comparison of a success with the past.
    package struct Evaluation: Sendable, Equatable {
        package var anomalous: Bool
        /// Standard deviations above the mean. Nil during warm-up.
        package var zScore: Double?

        package init(anomalous: Bool, zScore: Double?) {
            self.anomalous = anomalous
            self.zScore = zScore
        }
    }

    /// Evaluates a latency that is not yet in the ring.
    ///
    /// It is an anomaly if it is more than `sensitivity` standard deviations above the mean. It must also exceed the mean by the
    /// minimum difference and by a fifth of the mean. A quiet series (deviation near zero) therefore raises no alarm over noise.
    package func evaluate(_ latency: Duration, by settings: AnomalySettings) -> Evaluation {
        guard self.samples.count >= Self.warmUp else { return Evaluation(anomalous: false, zScore: nil) }
        let count = Double(self.samples.count)
        let mean = self.samples.reduce(0.0) { $0 + Double($1) } / count
        let variance = self.samples.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        // A floor of a hundredth of the mean (at least one microsecond) keeps the score finite if all samples are equal.
        let deviation = max(variance.squareRoot(), mean / 100, 1)
        let difference = Double(latency.microseconds) - mean
        let score = difference / deviation
        let stands = score > settings.sensitivity && difference >= settings.minimumMilliseconds * 1_000 && difference >= mean / 5
        return Evaluation(anomalous: settings.enabled && stands, zScore: score)
    }

    package func encode(to writer: inout ByteWriter) {
        writer.write(self.samples.count)
        for sample in self.samples { writer.write(sample) }
    }

    package init(from reader: inout ByteReader) throws {
        let count = try reader.readInt()
        guard (0...Self.capacity).contains(count) else { throw ByteReader.MalformedBytes() }
        for _ in 0..<count { self.samples.append(try reader.readInt64()) }
    }
}
