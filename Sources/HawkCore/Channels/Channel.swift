/// The name of a way to send alerts: `email`, `webhook`, …
package struct ChannelType: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { self.rawValue }

    package static let email = ChannelType(rawValue: "email")
    package static let webhook = ChannelType(rawValue: "webhook")
}

/// A configured way to send an organization's alerts. One row of `channels`.
package struct Channel: Sendable, Equatable {
    package let id: ID<Channel>
    package let organization: ID<Organization>
    package var name: String
    package var type: ChannelType
    /// The type's own settings without their secrets: a JSON object.
    package var config: JSONValue
    /// The secret settings as an AEAD-sealed JSON object. Nil if there are none.
    package var sealedConfig: [UInt8]?
    /// Whether the channel gets the alerts of every monitor that names no channels.
    package var isDefault: Bool
    package var enabled: Bool
    /// The error of the last delivery. Nil after a success.
    package var lastError: String?
    /// The receiver requested no message before this instant (Retry-After). Nil if it did not.
    package var waitsUntil: Instant?
    package var version: Int64
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<Channel>, organization: ID<Organization>, name: String, type: ChannelType, config: JSONValue,
        sealedConfig: [UInt8]? = nil,
        isDefault: Bool, enabled: Bool = true, lastError: String? = nil, waitsUntil: Instant? = nil,
        version: Int64 = 1, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.type = type
        self.config = config
        self.sealedConfig = sealedConfig
        self.isDefault = isDefault
        self.enabled = enabled
        self.lastError = lastError
        self.waitsUntil = waitsUntil
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
