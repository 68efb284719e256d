import HawkCore
import HawkProbes

/// Validates a monitor draft and fills in defaults. Rules that need the database are checked elsewhere.
struct MonitorRules {
    /// The longest duration of a check with all its attempts.
    static let maxCheckDuration = Duration.seconds(600)
    static let intervals = Duration.seconds(1)...Duration.days(1)

    let types: MonitorTypeRegistry
    let installation: Installation
    let secrets: SecretSettings

    /// - Parameter stored: The existing monitor, if any. Its sealed secrets stay where the draft has the mask.
    /// - Throws: `OperationError` with all errors, by field.
    func configuration(_ draft: MonitorDraft, stored: MonitorConfiguration? = nil) throws -> MonitorConfiguration {
        guard let type = self.types[draft.type] else { throw OperationError.invalid("type", self.knownTypes) }
        let reusable = stored?.type == draft.type ? stored?.sealedSettings : nil
        var ofSettings = FieldRules()
        let sent = try ofSettings.collect(within: "settings") { () throws(OperationError) in
            try type.normalise(settings: try self.secrets.unmasked(draft.settings ?? [:], form: type.form, sealed: reusable))
        }
        let reporting = try type.reporting(settings: sent ?? [:])
        var checks = FieldRules()
        var configuration = MonitorConfiguration(
            name: "", type: draft.type, target: draft.target,
            schedule: self.schedule(draft, reporting, stored: stored?.schedule, &checks),
            recoveryConfirmations: draft.recoveryConfirmations ?? 0, anomaly: draft.anomaly)
        checks.range(configuration.recoveryConfirmations, in: 0...10, "recovery_confirmations")
        configuration.target =
            try checks.collect { () throws(OperationError) in
                try type.normalise(target: draft.target)
            } ?? draft.target
        configuration.name = checks.line(draft.name ?? String(configuration.target.prefix(200)), "name", upTo: 200)
        if configuration.schedule.kind == .polled {
            self.validateLocations(draft, &configuration, &checks)
        } else {
            configuration.locations = []
        }
        self.validateAnomaly(draft.anomaly, &checks)
        configuration.tags = self.tags(draft.tags, &checks)
        configuration.group = draft.group.map { checks.line($0, "group", upTo: 100) }
        checks.require(draft.dependsOn.count <= 50, "depends_on", "must contain at most 50 monitors")
        configuration.dependsOn = draft.dependsOn.withoutRepeats
        checks.require(draft.channels?.count ?? 0 <= 50, "channel_ids", "must contain at most 50 channels")
        configuration.channels = draft.channels?.withoutRepeats

        checks.add(ofSettings)
        if let stored, let sent {
            _ = try checks.collect(within: "settings") { () throws(OperationError) in
                try self.requireSecretAudience(of: draft, sent, at: configuration.target, from: stored, type)
            }
        }
        try checks.finish()
        let parts = try self.secrets.split(sent ?? [:], form: type.form, sealed: reusable)
        configuration.settings = parts.open
        configuration.sealedSettings = parts.sealed
        return configuration
    }

    /// - Parameter settings: Those of the draft, normalized, with secrets.
    /// - Throws: `OperationError` if a stored secret would go to another target than it was entered for.
    private func requireSecretAudience(
        of draft: MonitorDraft, _ settings: JSONValue, at target: String, from stored: MonitorConfiguration,
        _ type: AnyMonitorType
    ) throws(OperationError) {
        let fields = (type.targetField.map { [$0] } ?? []) + type.form
        func audience(_ settings: JSONValue, _ target: String) -> SecretAudience {
            SecretAudience(fields, settings.merging(["target": .string(target)]))
        }
        let sent = draft.settings ?? [:]
        let masked = SecretFields.masked(settings, secretNames: SecretFields.retained(by: sent, form: type.form))
        try self.secrets.requireAudience(
            audience(masked, target), as: audience(stored.settings, stored.target), for: sent, form: type.form)
    }

    private var knownTypes: String { "must be one of \(self.types.all.map(\.type.rawValue).joined(separator: ", "))" }

    /// - Parameter stored: An unchanged value stays valid even if it exceeds a lowered limit.
    private func schedule(
        _ draft: MonitorDraft, _ reporting: Reporting?, stored: MonitorSchedule?, _ checks: inout FieldRules
    ) -> MonitorSchedule {
        guard let reporting else { return .polled(self.timing(draft, stored: stored, &checks)) }
        // A cron schedule replaces the interval.
        let interval = reporting.schedule?.expression.maxGap ?? self.interval(draft, stored: stored, &checks)
        return .heartbeat(PingTiming(interval: interval, grace: reporting.grace))
    }

    private func interval(_ draft: MonitorDraft, stored: MonitorSchedule?, _ checks: inout FieldRules) -> Duration {
        let shortest = max(Self.intervals.lowerBound, self.installation.quotas.minInterval)
        let interval = draft.interval ?? max(.seconds(60), shortest)
        checks.require(
            (interval >= shortest || interval == stored?.interval) && interval <= Self.intervals.upperBound, "interval_seconds",
            "must be from \(shortest.seconds.plain) to \(Self.intervals.upperBound.seconds.plain)")
        return interval
    }

    private func timing(_ draft: MonitorDraft, stored: MonitorSchedule?, _ checks: inout FieldRules) -> CheckTiming {
        let maxTimeout = self.installation.quotas.maxTimeout
        let interval = self.interval(draft, stored: stored, &checks)
        let timeout = draft.timeout ?? .milliseconds(min(.seconds(10), maxTimeout, interval * 4 / 5).milliseconds)
        checks.require(timeout >= .milliseconds(100), "timeout_seconds", "must be 0.1 or more")
        checks.require(
            timeout <= maxTimeout || timeout == stored?.checks?.timeout, "timeout_seconds",
            "must be at most \(maxTimeout.seconds.plain)")
        checks.require(timeout < interval, "timeout_seconds", "must be below the interval")
        let delay = draft.confirmationDelay ?? (interval >= .seconds(30) ? .seconds(2) : .zero)
        checks.require(delay >= .zero && delay <= .seconds(60), "confirmation_delay_seconds", "must be from 0 to 60")
        let confirmations = draft.confirmations ?? 1
        checks.range(confirmations, in: 0...10, "confirmations")
        let timing = CheckTiming(
            interval: interval, timeout: timeout, confirmations: min(max(confirmations, 0), 10), confirmationDelay: delay)
        checks.require(
            timing.maxCheckDuration <= Self.maxCheckDuration, "timeout_seconds",
            "makes a check last up to \(timing.maxCheckDuration.seconds.plain) s with its retries; the limit is \(Self.maxCheckDuration.seconds.plain) s"
        )
        return timing
    }

    private func validateLocations(_ draft: MonitorDraft, _ configuration: inout MonitorConfiguration, _ checks: inout FieldRules)
    {
        let locations = (draft.locations ?? [self.installation.location]).withoutRepeats
        checks.require(!locations.isEmpty, "locations", "must contain at least one location")
        checks.require(locations.count <= 20, "locations", "must contain at most 20 locations")
        let quorum = draft.quorum ?? 1
        checks.require(
            quorum >= 1 && quorum <= max(locations.count, 1), "quorum", "must be from 1 to the number of locations")
        configuration.locations = locations
        configuration.quorum = quorum
    }

    private func validateAnomaly(_ anomaly: AnomalySettings, _ checks: inout FieldRules) {
        checks.range(anomaly.sensitivity, in: 0.5...20, "anomaly.sensitivity")
        checks.range(anomaly.consecutive, in: 1...50, "anomaly.consecutive")
        checks.range(anomaly.minimumMilliseconds, in: 0...60_000, "anomaly.min_ms")
    }

    private func tags(_ tags: [String], _ checks: inout FieldRules) -> [String] {
        checks.require(tags.count <= 20, "tags", "must contain at most 20 tags")
        return tags.prefix(20).enumerated().map { checks.line($1, "tags.\($0)", upTo: 50) }.withoutRepeats
    }
}

extension Double {
    /// Without a decimal point if the value is whole.
    fileprivate var plain: String { Int64(exactly: self).map(String.init) ?? "\(self)" }
}
