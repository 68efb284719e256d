package import HawkCore

package struct HeartbeatSettings: MonitorSettings {
    static let graces = 1...86_400

    package var graceSeconds = 60
    /// A cron expression. Nil if a ping is due each interval of the monitor.
    package var schedule: String?
    package var timeZone = Zone.utc.name

    package enum CodingKeys: CodingKey, CaseIterable { case graceSeconds, schedule, timeZone }

    package init() {}

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.graceSeconds = try members.decode(.graceSeconds, or: self.graceSeconds)
        self.schedule = try members.decodeIfPresent(String.self, forKey: .schedule)
        self.timeZone = try members.decode(.timeZone, or: self.timeZone)
    }

    /// Nil also if it cannot be parsed, which `validate` reports.
    var cron: CronSchedule? {
        guard let schedule = self.schedule, let expression = try? CronExpression(schedule), let zone = Zone(self.timeZone) else {
            return nil
        }
        return CronSchedule(expression, in: zone)
    }

    package func validate() -> [FieldError] {
        var errors: [FieldError] = []
        if !Self.graces.contains(self.graceSeconds) {
            errors.append(
                FieldError(
                    CodingKeys.graceSeconds.wireName,
                    "must be a whole number from \(Self.graces.lowerBound) to \(Self.graces.upperBound)"))
        }
        if let schedule = self.schedule {
            do {
                _ = try CronExpression(schedule)
            } catch {
                errors.append(FieldError(CodingKeys.schedule.wireName, error.message))
            }
        }
        if Zone(self.timeZone) == nil {
            errors.append(
                FieldError(
                    CodingKeys.timeZone.wireName, "must be an IANA time zone, such as Europe/Berlin or UTC"))
        }
        return errors
    }
}
