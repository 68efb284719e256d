package import HawkCore

/// How a monitor type shows in `/probe`, which speaks to Prometheus as blackbox_exporter does.
package struct ProbeExport: Sendable {
    /// Settings by the names that modules have in blackbox_exporter's own configuration. Besides, each type is a module by its name.
    package var modules: [String: JSONValue] = [:]  // BOUNDED: literals
    /// Reads a target as people write it for blackbox_exporter.
    package var target: @Sendable (String) -> String = { $0 }
    /// What is told of an observation of this target beyond what is told of every type.
    package var samples: @Sendable (Observation, _ target: String) -> [ProbeSample] = { _, _ in [] }

    package init() {}
}

/// One figure for Prometheus: a gauge, under the name and the help text that blackbox_exporter has for it.
package struct ProbeSample: Sendable, Equatable {
    package let name: String
    package let help: String
    package let value: Double
    package let labels: [String: String]  // BOUNDED: literals

    // BOUNDED: literals
    package init(_ name: String, _ help: String, _ value: Double, labels: [String: String] = [:]) {
        self.name = name
        self.help = help
        self.value = value
        self.labels = labels
    }
}
