import HawkCore
import HawkStore

/// An account about to be created.
struct NewAccount: Sendable {
    let email: String
    let name: String
    let passwordHash: String

    /// - Throws: `OperationError` with `conflict` where the address has an account.
    func insert(at now: Instant, in db: any Connection) throws -> User {
        do {
            return try UserRepository().insert(
                email: self.email, name: self.name, passwordHash: self.passwordHash, at: now, in: db)
        } catch StoreError.unique {
            throw OperationError(.conflict, "an account with this address exists already: sign in")
        }
    }

    /// Founds an organization that the user owns.
    func found(organization name: String, as user: User, at now: Instant, in db: any Connection) throws {
        let organization = try OrganizationRepository().insert(name: name, at: now, in: db)
        try MembershipRepository().insert(user.id, of: organization.id, role: .owner, at: now, in: db)
        try AuditRepository().insert(
            "organization.create", AuditEntry.Subject("organization", organization.id.rawValue), of: organization.id,
            by: .user(user.id), details: ["owner": .string(user.email)], at: now, in: db)
    }
}
