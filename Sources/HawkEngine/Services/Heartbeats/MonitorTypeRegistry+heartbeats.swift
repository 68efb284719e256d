import HawkCore
import HawkProbes

extension MonitorTypeRegistry {
    /// When the pings of a monitor that reports by itself are due.
    func heartbeatSchedule(of configuration: MonitorConfiguration) -> HeartbeatSchedule {
        // What another version of the program stored, and this one cannot read, must not keep everybody's pings from being recorded:
        // the interval bounds any schedule.
        let reporting = try? self[configuration.type]?.reporting(settings: configuration.settings)
        return HeartbeatSchedule(interval: configuration.interval, grace: configuration.timeout, cron: reporting?.schedule)
    }
}
