package import HawkCore

package struct HeartbeatSettings: MonitorSettings {
    package var graceSeconds = 60
    /// A cron expression. Nil if a ping is due each interval of the monitor.
    package var schedule: String?
    package var timeZone = Zone.utc.name

    package init() {}

    package static let settings = SettingList<HeartbeatSettings> {
        Setting(
            "schedule", "Cron schedule", \.schedule, .valid(Self.problem(ofSchedule:)),
            help: "When the job runs, in crontab syntax. Empty: at a fixed interval.", placeholder: "30 3 * * MON-FRI")
        Setting(
            "time_zone", "Time zone", \.timeZone,
            .valid { Zone($0) == nil ? "must be an IANA time zone, such as Europe/Berlin or UTC" : nil },
            help: "Time zone of the cron schedule.", placeholder: "Europe/Berlin")
        Setting(
            "grace_seconds", "Grace period (s)", \.graceSeconds, .range(1...86_400),
            help: "How late a ping may arrive. Allow for variation in the duration of the job.")
    }

    /// Nil also if it cannot be parsed, which `validate` reports.
    var cron: CronSchedule? {
        guard let schedule = self.schedule, let expression = try? CronExpression(schedule), let zone = Zone(self.timeZone) else {
            return nil
        }
        return CronSchedule(expression, in: zone)
    }

    private static func problem(ofSchedule text: String) -> String? {
        do { _ = try CronExpression(text) } catch { return error.message }
        return nil
    }
}
