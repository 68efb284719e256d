package import HawkCore

/// A job that calls an address of its own each time it has run.
package struct HeartbeatReporter: Reporter {
    package static let type = MonitorType.heartbeat
    package static let label = "Heartbeat"
    package static let summary = "Waits for a job to call its own address, and is down when it reports a failure or stays silent."
    package static let form = [
        FormField(
            "grace_seconds", "Grace, in seconds", .number,
            help: "How much later than its interval a ping may come: as much as the job's running time varies.",
            defaultValue: .int(Int64(HeartbeatSettings().graceSeconds)),
            minimum: Double(HeartbeatSettings.graces.lowerBound), maximum: Double(HeartbeatSettings.graces.upperBound))
    ]

    package static func grace(_ settings: HeartbeatSettings) -> Duration { .seconds(settings.graceSeconds) }
}

package struct HeartbeatSettings: MonitorSettings {
    static let graces = 1...86_400

    package var graceSeconds = 60

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case graceSeconds = "grace_seconds"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        self.graceSeconds = try decoder.container(keyedBy: CodingKeys.self).decode(.graceSeconds, or: 60)
    }

    package func validate() -> [FieldError] {
        guard !Self.graces.contains(self.graceSeconds) else { return [] }
        return [
            FieldError(
                CodingKeys.graceSeconds.rawValue,
                "must be a whole number from \(Self.graces.lowerBound) to \(Self.graces.upperBound)")
        ]
    }
}
