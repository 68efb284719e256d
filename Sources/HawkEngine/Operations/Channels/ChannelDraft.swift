package import HawkCore

/// A channel as a caller describes it, before it is judged.
package struct ChannelDraft: Sendable, Equatable {
    package var type: ChannelType
    /// nil: the type's own name.
    package var name: String?
    /// A JSON object with the secrets in it, or with `Secret.mask` where a stored one stays.
    package var config: JSONValue
    package var isDefault: Bool
    package var enabled: Bool

    package init(type: ChannelType, name: String? = nil, config: JSONValue, isDefault: Bool = true, enabled: Bool = true) {
        self.type = type
        self.name = name
        self.config = config
        self.isDefault = isDefault
        self.enabled = enabled
    }
}
