/// A browser session of a signed-in user.
package struct Session: Sendable, Equatable {
    package let id: ID<Session>
    package let user: ID<User>
    package let createdAt: Instant
    package let lastUsedAt: Instant
    package let expiresAt: Instant
    package let userAgent: String
    package let address: String

    package init(
        id: ID<Session>, user: ID<User>, createdAt: Instant, lastUsedAt: Instant, expiresAt: Instant, userAgent: String,
        address: String
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.userAgent = userAgent
        self.address = address
    }
}

/// The rights of a session in one organization.
package struct SessionGrant: Sendable {
    package let session: ID<Session>
    package let user: ID<User>
    package let createdAt: Instant
    package let organization: ID<Organization>
    package let role: Role

    package init(session: ID<Session>, user: ID<User>, createdAt: Instant, organization: ID<Organization>, role: Role) {
        self.session = session
        self.user = user
        self.createdAt = createdAt
        self.organization = organization
        self.role = role
    }
}
