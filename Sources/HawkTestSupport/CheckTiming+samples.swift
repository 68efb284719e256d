package import HawkCore

extension CheckTask {
    /// A task with the monitor's own timing.
    package init(_ monitor: Monitor, slot: Instant, location: String, epoch: Int64) {
        self.init(monitor, monitor.configuration.timing, slot: slot, location: location, epoch: epoch)
    }
}

extension MonitorConfiguration {
    /// The timing of its checks. Setting it makes the monitor a polled one.
    package var timing: CheckTiming {
        get { self.schedule.checks ?? CheckTiming() }
        set { self.schedule = .polled(newValue) }
    }
}
