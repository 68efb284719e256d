/// A person in an organization.
package struct Member: Sendable, Equatable {
    package let user: User
    package let role: Role
    package let joinedAt: Instant

    package init(user: User, role: Role, joinedAt: Instant) {
        self.user = user
        self.role = role
        self.joinedAt = joinedAt
    }
}

/// An organization as one of its members sees it.
package struct Membership: Sendable, Equatable {
    package let organization: Organization
    package let role: Role

    package init(organization: Organization, role: Role) {
        self.organization = organization
        self.role = role
    }
}
