import HawkCore
import HawkEngine

/// The writable part of a monitor: the body of POST, and the members that PATCH changes.
struct MonitorDraftBody: Codable {
    let type: MonitorType
    /// Absent if the type has no target.
    let target: String?
    let name: String?
    let intervalSeconds: Double?
    let timeoutSeconds: Double?
    let confirmations: Int?
    let confirmationDelaySeconds: Double?
    let recoveryConfirmations: Int?
    let locations: [String]?
    let quorum: Int?
    let settings: JSONValue?
    let anomaly: AnomalyBody?
    let tags: [String]?
    let group: String?
    let dependsOn: [ID<Monitor>]?
    let channelIDs: [ID<Channel>]?

    /// The current state of the monitor, secrets masked, to which a PATCH is applied.
    init(_ configuration: MonitorConfiguration) {
        let timing = configuration.schedule.wireTiming
        self.type = configuration.type
        self.target = configuration.target
        self.name = configuration.name
        self.intervalSeconds = timing.interval.wireSeconds
        self.timeoutSeconds = timing.timeout.wireSeconds
        self.confirmations = timing.confirmations
        self.confirmationDelaySeconds = timing.confirmationDelay.wireSeconds
        self.recoveryConfirmations = configuration.recoveryConfirmations
        self.locations = configuration.locations
        self.quorum = configuration.quorum
        self.settings = configuration.settings
        self.anomaly = AnomalyBody(configuration.anomaly)
        self.tags = configuration.tags
        self.group = configuration.group
        self.dependsOn = configuration.dependsOn
        self.channelIDs = configuration.channels
    }

    var model: MonitorDraft {
        MonitorDraft(
            type: self.type, target: self.target ?? "", name: self.name,
            interval: self.intervalSeconds.map(Duration.init(wireSeconds:)),
            timeout: self.timeoutSeconds.map(Duration.init(wireSeconds:)), confirmations: self.confirmations,
            confirmationDelay: self.confirmationDelaySeconds.map(Duration.init(wireSeconds:)),
            recoveryConfirmations: self.recoveryConfirmations, locations: self.locations, quorum: self.quorum,
            settings: self.settings, anomaly: self.anomaly?.model ?? AnomalySettings(), tags: self.tags ?? [], group: self.group,
            dependsOn: self.dependsOn ?? [], channels: self.channelIDs)
    }
}

/// `anomaly` of a monitor. Absent members have their defaults.
struct AnomalyBody: Codable {
    let enabled: Bool?
    let sensitivity: Double?
    let consecutive: Int?
    let minMs: Double?

    init(_ settings: AnomalySettings) {
        self.enabled = settings.enabled
        self.sensitivity = settings.sensitivity
        self.consecutive = settings.consecutive
        self.minMs = settings.minimumMilliseconds
    }

    var model: AnomalySettings {
        let defaults = AnomalySettings()
        return AnomalySettings(
            enabled: self.enabled ?? defaults.enabled, sensitivity: self.sensitivity ?? defaults.sensitivity,
            consecutive: self.consecutive ?? defaults.consecutive,
            minimumMilliseconds: self.minMs ?? defaults.minimumMilliseconds)
    }
}
