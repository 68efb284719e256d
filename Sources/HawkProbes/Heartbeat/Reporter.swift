package import HawkCore

/// A monitor type without a probe: its job sends pings, and it is down if they are missed. It has no target, and no location
/// checks it.
package protocol Reporter: MonitorTypeDescription {
    static func reporting(_ settings: Settings) -> Reporting
}

/// When pings are due.
package struct Reporting: Sendable, Equatable {
    /// How much later than due a ping may come.
    package let grace: Duration
    /// Nil if a ping is due each interval of the monitor.
    package let schedule: CronSchedule?
}
