package import HawkCore

/// The caller's description of a monitor, before validation. Nil values get defaults.
package struct MonitorDraft: Sendable, Equatable {
    package var type: MonitorType
    package var target: String
    package var name: String?
    package var interval: Duration?
    package var timeout: Duration?
    package var confirmations: Int?
    package var confirmationDelay: Duration?
    package var recoveryConfirmations: Int?
    package var locations: [String]?
    package var quorum: Int?
    /// A JSON object with secrets in clear, or `Secret.mask` to keep a stored one.
    package var settings: JSONValue?
    package var anomaly: AnomalySettings
    package var tags: [String]
    package var group: String?
    package var dependsOn: [ID<Monitor>]
    /// If nil, the organization's default channels. If empty, none.
    package var channels: [ID<Channel>]?

    package init(
        type: MonitorType, target: String, name: String? = nil, interval: Duration? = nil, timeout: Duration? = nil,
        confirmations: Int? = nil, confirmationDelay: Duration? = nil, recoveryConfirmations: Int? = nil,
        locations: [String]? = nil, quorum: Int? = nil, settings: JSONValue? = nil, anomaly: AnomalySettings = AnomalySettings(),
        tags: [String] = [], group: String? = nil, dependsOn: [ID<Monitor>] = [], channels: [ID<Channel>]? = nil
    ) {
        self.type = type
        self.target = target
        self.name = name
        self.interval = interval
        self.timeout = timeout
        self.confirmations = confirmations
        self.confirmationDelay = confirmationDelay
        self.recoveryConfirmations = recoveryConfirmations
        self.locations = locations
        self.quorum = quorum
        self.settings = settings
        self.anomaly = anomaly
        self.tags = tags
        self.group = group
        self.dependsOn = dependsOn
        self.channels = channels
    }
}
