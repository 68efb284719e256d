import Synchronization

/// The values of a family by its label values. Limited, in case a label has more values than planned.
private struct Series<Value: Sendable>: Sendable {
    private static var limit: Int { 2_000 }
    private(set) var values: [[String]: Value] = [:]

    mutating func change(_ labels: [String], initially: Value, _ change: (inout Value) -> Void) {
        guard self.values[labels] != nil || self.values.count < Self.limit else { return }
        change(&self.values[labels, default: initially])
    }

    func map(_ transform: ([String], Value) -> [String]) -> [String] {
        self.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { transform($0.key, $0.value) }
    }
}

package final class Counter: MetricFamily {
    let description: MetricDescription
    private let series: Mutex<Series<Double>>

    init(_ description: MetricDescription) {
        self.description = description
        var series = Series<Double>()
        if description.labels.isEmpty { series.change([], initially: 0) { _ in } }
        self.series = Mutex(series)
    }

    /// - Parameter labels: The label values, in order.
    package func increment(_ labels: [String] = [], by amount: Double = 1) {
        self.series.withLock { $0.change(labels, initially: 0) { $0 += amount } }
    }

    package func value(_ labels: [String] = []) -> Double { self.series.withLock { $0.values[labels] ?? 0 } }

    func samples() -> [String] {
        self.series.withLock { $0 }.map { labels, value in [self.description.sample(labels, value)] }
    }
}

/// A value that goes up and down: set when it changes, or read at each scrape.
package final class Gauge: MetricFamily {
    let description: MetricDescription
    private let series = Mutex(Series<@Sendable () -> Double>())

    init(_ description: MetricDescription) { self.description = description }

    package func set(_ value: Double, _ labels: [String] = []) { self.read(labels) { value } }

    /// - Parameter value: Called at each scrape. Must not block.
    package func read(_ labels: [String] = [], _ value: @escaping @Sendable () -> Double) {
        self.series.withLock { $0.change(labels, initially: value) { $0 = value } }
    }

    func samples() -> [String] {
        self.series.withLock { $0 }.map { labels, value in [self.description.sample(labels, value())] }
    }
}

package final class Histogram: MetricFamily {
    private struct Distribution: Sendable {
        /// The count of each bucket alone. The last one is above all bounds.
        var counts: [Int]
        var sum = 0.0

        init(buckets: Int) { self.counts = Array(repeating: 0, count: buckets) }
    }

    let description: MetricDescription
    private let bounds: [Double]
    private let series: Mutex<Series<Distribution>>

    init(_ description: MetricDescription, bounds: [Double]) {
        self.description = description
        self.bounds = bounds
        var series = Series<Distribution>()
        if description.labels.isEmpty { series.change([], initially: Distribution(buckets: bounds.count + 1)) { _ in } }
        self.series = Mutex(series)
    }

    package func observe(_ value: Double, _ labels: [String] = []) {
        let index = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.series.withLock {
            $0.change(labels, initially: Distribution(buckets: self.bounds.count + 1)) {
                $0.counts[index] += 1
                $0.sum += value
            }
        }
    }

    func samples() -> [String] {
        self.series.withLock { $0 }.map { labels, distribution in
            var total = 0
            var lines = zip(self.bounds.map { "\($0)" } + ["+Inf"], distribution.counts).map { bound, count in
                total += count
                return self.description.sample(labels, Double(total), suffix: "_bucket", bound: bound)
            }
            lines.append(self.description.sample(labels, distribution.sum, suffix: "_sum"))
            lines.append(self.description.sample(labels, Double(total), suffix: "_count"))
            return lines
        }
    }
}
