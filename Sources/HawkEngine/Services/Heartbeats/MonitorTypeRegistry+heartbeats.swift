import HawkCore
import HawkProbes

extension MonitorTypeRegistry {
    /// Returns the schedule of a heartbeat monitor's pings.
    func heartbeatSchedule(of configuration: MonitorConfiguration) -> HeartbeatSchedule {
        // Settings of another version may be unreadable here. That must not block the pings of others, so the interval, which
        // bounds any schedule, applies.
        let reporting = try? self[configuration.type]?.reporting(settings: configuration.settings)
        return HeartbeatSchedule(interval: configuration.interval, grace: configuration.timeout, cron: reporting?.schedule)
    }
}
