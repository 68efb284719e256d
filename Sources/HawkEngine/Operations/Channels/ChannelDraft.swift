package import HawkCore

/// The caller's description of a channel, before validation.
package struct ChannelDraft: Sendable, Equatable {
    package var type: ChannelType
    /// If nil, the label of the type.
    package var name: String?
    /// A JSON object with secrets in clear, or `Secret.mask` to keep a stored one.
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
