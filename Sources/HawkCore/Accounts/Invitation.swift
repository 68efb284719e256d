/// An open membership in an organization for the person who has its link.
package struct Invitation: Sendable, Equatable {
    package let id: ID<Invitation>
    package let organization: ID<Organization>
    package let email: String
    package let role: Role
    package let createdBy: ID<User>?
    package let createdAt: Instant
    package let expiresAt: Instant

    package init(
        id: ID<Invitation>, organization: ID<Organization>, email: String, role: Role, createdBy: ID<User>?, createdAt: Instant,
        expiresAt: Instant
    ) {
        self.id = id
        self.organization = organization
        self.email = email
        self.role = role
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
