package import HawkCore

/// A job that calls its ping URL after each run.
package struct HeartbeatReporter: Reporter {
    package typealias Settings = HeartbeatSettings

    package static let type = MonitorType.heartbeat
    package static let label = "Heartbeat"
    package static let summary = "Waits for pings from a job. Down when the job reports a failure or a ping is missed."

    package static func reporting(_ settings: HeartbeatSettings) -> Reporting {
        Reporting(grace: .seconds(settings.graceSeconds), schedule: settings.cron)
    }
}
