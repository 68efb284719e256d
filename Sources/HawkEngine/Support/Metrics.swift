import Synchronization

/// The metrics of a process, in the Prometheus text format 0.0.4.
///
/// Names begin with `statushawk_`, or with `process_` for standard process metrics. Counters end with `_total`; times are in
/// seconds. A label has few values, known in advance: never an ID, a name or user input.
package final class Metrics: Sendable {
    private let families = Mutex<[String: any MetricFamily]>([:])

    package init() {}

    /// Returns a counter. Two calls with the same name return the same counter.
    package func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        precondition(name.hasSuffix("_total"), "a counter's name must end with _total")
        return self.family(name) { Counter(MetricDescription(name: name, help: help, type: "counter", labels: labels)) }
    }

    /// Adds a counter whose value is kept elsewhere. - Parameter value: Called at each scrape. Must not block.
    func counter(_ name: String, _ help: String, reading value: @escaping @Sendable () -> Double) {
        precondition(name.hasSuffix("_total"), "a counter's name must end with _total")
        let description = MetricDescription(name: name, help: help, type: "counter", labels: [])
        self.family(name) { Gauge(description) }.read([], value)
    }

    package func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        self.family(name) { Gauge(MetricDescription(name: name, help: help, type: "gauge", labels: labels)) }
    }

    /// - Parameter bounds: The upper bounds of the buckets, ascending, without infinity.
    package func histogram(_ name: String, _ help: String, labels: [String] = [], bounds: [Double]) -> Histogram {
        self.family(name) {
            Histogram(MetricDescription(name: name, help: help, type: "histogram", labels: labels), bounds: bounds)
        }
    }

    private func family<Family: MetricFamily>(_ name: String, _ make: () -> Family) -> Family {
        self.families.withLock { families in
            let family = families[name] ?? make()
            families[name] = family
            guard let typed = family as? Family else { preconditionFailure("\(name) is already another kind of metric") }
            return typed
        }
    }

    /// Returns the page that Prometheus scrapes.
    package func text() -> String {
        let families = self.families.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        return families.map { family in
            let samples = family.samples()
            return samples.isEmpty ? "" : family.description.head + samples.joined()
        }.joined()
    }
}

/// All series of one name.
protocol MetricFamily: Sendable {
    var description: MetricDescription { get }
    /// Returns one line per sample.
    func samples() -> [String]
}

struct MetricDescription: Sendable {
    let name: String
    let help: String
    let type: String
    let labels: [String]

    var head: String { "# HELP \(self.name) \(self.help)\n# TYPE \(self.name) \(self.type)\n" }

    /// Returns one line. - Parameter bound: The upper bound of a histogram's bucket.
    func sample(_ values: [String], _ value: Double, suffix: String = "", bound: String? = nil) -> String {
        precondition(values.count == self.labels.count, "\(self.name) needs \(self.labels.count) label values")
        let pairs = zip(self.labels, values).map { "\($0)=\"\(Self.escaped($1))\"" } + (bound.map { ["le=\"\($0)\""] } ?? [])
        let labels = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        return "\(self.name)\(suffix)\(labels) \(number)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
