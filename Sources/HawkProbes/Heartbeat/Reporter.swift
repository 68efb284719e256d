package import HawkCore

/// A monitor type without a probe: what is watched reports by itself, and is down where it stays silent. It has no target, and no
/// location checks it.
package protocol Reporter: MonitorTypeDescription {
    associatedtype Settings

    static func reporting(_ settings: Settings) -> Reporting
}

/// When reports have to come.
package struct Reporting: Sendable, Equatable {
    /// How much later than they are due they may come.
    package let grace: Duration
    /// nil: each interval of the monitor.
    package let schedule: CronSchedule?
}
