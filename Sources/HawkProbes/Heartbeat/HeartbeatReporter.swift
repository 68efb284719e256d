package import HawkCore

/// A job that calls an address of its own each time it has run.
package struct HeartbeatReporter: Reporter {
    package static let type = MonitorType.heartbeat
    package static let label = "Heartbeat"
    package static let summary = "Waits for a job to call its own address, and is down when it reports a failure or stays silent."
    package static let form = [
        FormField(
            "schedule", "Cron schedule", .text,
            help: "When the job runs, as its crontab has it. Left empty: each interval.", placeholder: "30 3 * * MON-FRI"),
        FormField(
            "time_zone", "Time zone of the schedule", .text, help: "Whose clocks the schedule follows.",
            placeholder: "Europe/Berlin",
            defaultValue: .string(HeartbeatSettings().timeZone)),
        FormField(
            "grace_seconds", "Grace, in seconds", .number,
            help: "How much later than it is due a ping may come: as much as the job's running time varies.",
            defaultValue: .int(Int64(HeartbeatSettings().graceSeconds)),
            minimum: Double(HeartbeatSettings.graces.lowerBound), maximum: Double(HeartbeatSettings.graces.upperBound)),
    ]

    package static func reporting(_ settings: HeartbeatSettings) -> Reporting {
        Reporting(grace: .seconds(settings.graceSeconds), schedule: settings.cron)
    }
}
