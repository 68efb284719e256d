import HawkCore
import HawkStore

/// An account about to be created.
struct NewAccount: Sendable {
    let email: String
    let name: String
    let passwordHash: String

    /// - Returns: nil where the address has an account; then the transaction is to be given up.
    func insert(at now: Instant, in db: any Connection) throws -> User? {
        do {
            return try UserRepository().insert(
                email: self.email, name: self.name, passwordHash: self.passwordHash, at: now, in: db)
        } catch StoreError.unique {
            return nil
        }
    }

    /// Founds an organization that the user owns.
    /// - Parameter origin: nil: from the command line.
    func found(
        organization name: String, as user: User, from origin: RequestOrigin? = nil, at now: Instant, in db: any Connection
    ) throws {
        let organization = try OrganizationRepository().insert(name: name, at: now, in: db)
        try MembershipRepository().insert(user.id, of: organization.id, role: .owner, at: now, in: db)
        try AuditRepository().insert(
            "organization.create", AuditEntry.Subject("organization", organization.id.rawValue), of: organization.id,
            by: .user(user.id), from: origin, details: ["owner": .string(user.email)], at: now, in: db)
    }
}
