/// The name of a way of telling people: `email`, `webhook`, …
package struct ChannelType: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { self.rawValue }

    package static let email = ChannelType(rawValue: "email")
    package static let webhook = ChannelType(rawValue: "webhook")
}

/// One address at which an organization is told: one row of `channels`.
package struct Channel: Sendable, Equatable {
    package let id: ID<Channel>
    package let organization: ID<Organization>
    package var name: String
    package var type: ChannelType
    /// The type's own settings without their secrets: a JSON object.
    package var config: JSONValue
    /// The secret settings, an AEAD-sealed JSON object; nil where there are none.
    package var sealedConfig: [UInt8]?
    /// Told of every monitor that names no channels of its own.
    package var isDefault: Bool
    package var enabled: Bool
    /// What went wrong with the last delivery; nil after a good one.
    package var lastError: String?
    /// The receiver asked for no message before this instant (Retry-After); nil when it did not.
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
