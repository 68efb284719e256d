package import HawkCore

/// The presentation of a monitor type in `/probe`, which uses blackbox_exporter's format for Prometheus.
package struct ProbeExport: Sendable {
    /// Settings by the module names of blackbox_exporter's own configuration. Each type is also a module under its own name.
    package var modules: [String: JSONValue] = [:]  // BOUNDED: literals
    /// Converts a target from blackbox_exporter's notation.
    package var target: @Sendable (String) -> String = { $0 }
    /// Returns the samples of an observation beyond those of every type.
    package var samples: @Sendable (Observation, _ target: String) -> [ProbeSample] = { _, _ in [] }

    package init() {}
}

/// One sample for Prometheus: a gauge with the name and help text of blackbox_exporter.
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
