package import HawkCore

/// The options of a monitor type beyond the target: the `settings` of a monitor.
package protocol MonitorSettings: DescribedSettings {
    /// Whether a failure is the expected result (`Inversion`).
    var isInverted: Bool { get }
}

extension MonitorSettings {
    package var isInverted: Bool { false }
}
