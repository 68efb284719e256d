/// An API token, without its secret.
package struct APIToken: Sendable, Equatable {
    package let id: ID<APIToken>
    package let organization: ID<Organization>
    package let name: String
    /// Its present role, limited by the role of its creator.
    package let role: Role
    /// The start of the secret, so that a person can identify the token.
    package let prefix: String
    /// The person who created it, directly or with another token.
    package let createdBy: ID<User>
    package let createdAt: Instant
    package let lastUsedAt: Instant?
    package let expiresAt: Instant?

    /// - Parameters:
    ///   - role: the role with which it was created.
    ///   - makerRole: the present role of its creator.
    package init(
        id: ID<APIToken>, organization: ID<Organization>, name: String, role: Role, makerRole: Role, prefix: String,
        createdBy: ID<User>, createdAt: Instant, lastUsedAt: Instant?, expiresAt: Instant?
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.role = min(role, makerRole)
        self.prefix = prefix
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
    }
}
