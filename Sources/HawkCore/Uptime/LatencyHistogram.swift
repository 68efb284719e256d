import Foundation

/// Counts latencies in logarithmic buckets. Histograms merge by addition, and any percentile has a relative error of at most 2%.
/// After DDSketch (Masson, Rim, Lee: VLDB 2019).
package struct LatencyHistogram: Sendable, Equatable {
    private static let accuracy = 0.02
    private static let gamma = (1 + accuracy) / (1 - accuracy)
    private static let logGamma = Foundation.log(gamma)

    /// Sorted by bucket.
    private var buckets: [Bucket] = []

    private struct Bucket: Sendable, Equatable {
        var index: Int
        var count: Int
    }

    package init() {}

    package var count: Int { self.buckets.reduce(0) { $0 + $1.count } }

    package mutating func add(_ latency: Duration, count: Int = 1) {
        let microseconds = max(Double(latency.microseconds), 1)
        self.add(index: Int((Foundation.log(microseconds) / Self.logGamma).rounded(.up)), count: count)
    }

    package mutating func merge(_ other: LatencyHistogram) {
        for bucket in other.buckets { self.add(index: bucket.index, count: bucket.count) }
    }

    /// Returns the latency that a share of all samples does not exceed. Nil if there are none.
    /// - Parameter quantile: 0 to 1.
    package func quantile(_ quantile: Double) -> Duration? {
        guard !self.buckets.isEmpty else { return nil }
        let rank = self.rank(of: quantile)
        var seen = 0
        for bucket in self.buckets {
            seen += bucket.count
            if seen >= rank {
                let value = 2 * Foundation.pow(Self.gamma, Double(bucket.index)) / (Self.gamma + 1)
                return .microseconds(Int64(value.rounded()))
            }
        }
        return nil
    }

    /// Returns the position of a quantile among all samples. The smallest is 1.
    func rank(of quantile: Double) -> Int {
        let total = self.count
        return min(max(Int((quantile * Double(total)).rounded(.up)), 1), total)
    }

    private mutating func add(index: Int, count: Int) {
        var low = 0
        var high = self.buckets.count
        while low < high {
            let middle = (low + high) / 2
            if self.buckets[middle].index < index { low = middle + 1 } else { high = middle }
        }
        if low < self.buckets.count, self.buckets[low].index == index {
            self.buckets[low].count += count
        } else {
            self.buckets.insert(Bucket(index: index, count: count), at: low)
        }
    }

    package func encode(to writer: inout ByteWriter) {
        writer.write(self.buckets.count)
        var previous = 0
        for bucket in self.buckets {
            writer.write(bucket.index - previous)
            writer.write(bucket.count)
            previous = bucket.index
        }
    }

    package init(from reader: inout ByteReader) throws {
        let count = try reader.readInt()
        guard (0...4_096).contains(count) else { throw ByteReader.MalformedBytes() }
        var index = 0
        for position in 0..<count {
            let step = try reader.readInt()
            let samples = try reader.readInt()
            guard position == 0 || step > 0, abs(step) < 4_096, samples > 0 else { throw ByteReader.MalformedBytes() }
            index += step
            self.buckets.append(Bucket(index: index, count: samples))
        }
    }
}
