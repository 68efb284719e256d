import HawkCore
import HawkProbes

extension MonitorTypeRegistry {
    /// Returns the schedule of a heartbeat monitor's pings. Nil for other monitors.
    func heartbeatSchedule(of configuration: MonitorConfiguration) -> HeartbeatSchedule? {
        guard case .heartbeat(let timing) = configuration.schedule else { return nil }
        // Settings of another version may be unreadable here. That must not block the pings of others, so the interval, which
        // bounds any schedule, applies.
        let reporting = try? self[configuration.type]?.reporting(settings: configuration.settings)
        return HeartbeatSchedule(interval: timing.interval, grace: timing.grace, cron: reporting?.schedule)
    }
}
