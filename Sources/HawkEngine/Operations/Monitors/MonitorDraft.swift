package import HawkCore

/// A monitor as a caller describes it, before it is judged: what is nil gets its default.
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
    /// A JSON object with the secrets in it, or with `Secret.mask` where a stored one stays.
    package var settings: JSONValue?
    package var anomaly: AnomalySettings
    package var tags: [String]
    package var group: String?
    package var dependsOn: [ID<Monitor>]
    /// nil: the organization's default channels; empty: none.
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

    /// Without what only concerns checks by runners: for a monitor that reports by itself, whose grace stands in its settings.
    var withoutChecks: MonitorDraft {
        var draft = self
        draft.timeout = nil
        draft.confirmations = 0
        draft.confirmationDelay = .zero
        draft.locations = nil
        draft.quorum = nil
        return draft
    }
}
