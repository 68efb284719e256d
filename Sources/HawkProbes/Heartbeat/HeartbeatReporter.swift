package import HawkCore

/// A job that calls its ping URL after each run.
package struct HeartbeatReporter: Reporter {
    package static let type = MonitorType.heartbeat
    package static let label = "Heartbeat"
    package static let summary = "Waits for pings from a job. Down when the job reports a failure or a ping is missed."
    package static let form = [
        FormField(
            "schedule", "Cron schedule", .text,
            help: "When the job runs, in crontab syntax. Empty: at a fixed interval.", placeholder: "30 3 * * MON-FRI"),
        FormField(
            "time_zone", "Time zone", .text, help: "Time zone of the cron schedule.",
            placeholder: "Europe/Berlin",
            default: .string(HeartbeatSettings().timeZone)),
        FormField(
            "grace_seconds", "Grace period (s)", .number,
            help: "How late a ping may arrive. Allow for variation in the duration of the job.",
            default: .int(Int64(HeartbeatSettings().graceSeconds)),
            minimum: Double(HeartbeatSettings.graces.lowerBound), maximum: Double(HeartbeatSettings.graces.upperBound)),
    ]

    package static func reporting(_ settings: HeartbeatSettings) -> Reporting {
        Reporting(grace: .seconds(settings.graceSeconds), schedule: settings.cron)
    }
}
