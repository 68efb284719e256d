/// What to check, and how. One row of `monitors`.
package struct Monitor: Sendable, Equatable {
    package let id: ID<Monitor>
    package let organization: ID<Organization>
    package var configuration: MonitorConfiguration
    package var paused: Bool
    /// Grows when what is checked changes. Results of an older revision are stored, not folded.
    package var revision: Int64
    /// Grows with every change of the row. It is the compare-and-set value of edits.
    package var version: Int64
    package var createdAt: Instant
    package var updatedAt: Instant
    /// When the present revision began, or the monitor was last resumed. Its immediate check is due at this instant.
    package var effectiveAt: Instant

    package init(
        id: ID<Monitor>, organization: ID<Organization>, configuration: MonitorConfiguration, paused: Bool = false,
        revision: Int64 = 1,
        version: Int64 = 1, createdAt: Instant, updatedAt: Instant, effectiveAt: Instant
    ) {
        self.id = id
        self.organization = organization
        self.configuration = configuration
        self.paused = paused
        self.revision = revision
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.effectiveAt = effectiveAt
    }

    /// Returns the monitor with another configuration. A new revision begins, and a check is due, only if the checks change.
    package func edited(to configuration: MonitorConfiguration, at now: Instant) -> Monitor {
        var monitor = self
        if configuration.checksDifferently(from: self.configuration) {
            monitor.revision += 1
            monitor.effectiveAt = now
        }
        monitor.configuration = configuration
        monitor.updatedAt = now
        return monitor
    }
}

/// The settings that a monitor's owner chooses.
package struct MonitorConfiguration: Sendable, Equatable {
    package var name: String
    package var type: MonitorType
    package var target: String
    package var schedule: MonitorSchedule
    /// How many further checks must succeed before the monitor counts as up again.
    package var recoveryConfirmations: Int
    /// The locations whose runners check it. Empty for a heartbeat monitor.
    package var locations: [String]
    /// How many locations must be down before the monitor counts as down.
    package var quorum: Int
    /// The type's own settings without their secrets: a JSON object.
    package var settings: JSONValue
    /// The secret settings as an AEAD-sealed JSON object. Nil if there are none.
    package var sealedSettings: [UInt8]?
    package var anomaly: AnomalySettings
    package var tags: [String]
    package var group: String?
    package var dependsOn: [ID<Monitor>]
    /// Nil for the organization's default channels; empty for none.
    package var channels: [ID<Channel>]?

    package init(
        name: String, type: MonitorType, target: String, schedule: MonitorSchedule = .polled(CheckTiming()),
        recoveryConfirmations: Int = 0, locations: [String] = ["default"], quorum: Int = 1, settings: JSONValue = .object([:]),
        sealedSettings: [UInt8]? = nil, anomaly: AnomalySettings = AnomalySettings(), tags: [String] = [], group: String? = nil,
        dependsOn: [ID<Monitor>] = [], channels: [ID<Channel>]? = nil
    ) {
        self.name = name
        self.type = type
        self.target = target
        self.schedule = schedule
        self.recoveryConfirmations = recoveryConfirmations
        self.locations = locations
        self.quorum = quorum
        self.settings = settings
        self.sealedSettings = sealedSettings
        self.anomaly = anomaly
        self.tags = tags
        self.group = group
        self.dependsOn = dependsOn
        self.channels = channels
    }

    package var interval: Duration { self.schedule.interval }

    /// Returns whether a change to `other` alters what is checked. If so, the revision grows and a check is due at once.
    package func checksDifferently(from other: MonitorConfiguration) -> Bool {
        self.type != other.type || self.target != other.target || self.settings != other.settings
            || self.sealedSettings != other.sealedSettings || self.schedule != other.schedule
            || self.locations != other.locations
    }
}
