import HawkCore
import HawkStore

/// An account about to be created.
struct NewAccount: Sendable {
    let email: String
    /// Whether the person has proved that they receive mail at the address.
    let emailConfirmed: Bool
    let name: String
    let passwordHash: String

    /// - Returns: Nil if the address has an account; the caller must then roll back.
    func insert(at now: Instant, in db: any Connection) throws -> User? {
        do {
            return try UserRepository().insert(
                email: self.email, emailConfirmed: self.emailConfirmed, name: self.name, passwordHash: self.passwordHash,
                at: now, in: db)
        } catch StoreError.unique {
            return nil
        }
    }

    /// Creates an organization that the user owns.
    /// - Parameter origin: Nil from the command line.
    func found(
        organization name: String, as user: User, from origin: RequestOrigin? = nil, at now: Instant, in db: any Connection
    ) throws {
        let organization = try OrganizationRepository().insert(name: name, at: now, in: db)
        try MembershipRepository().insert(user.id, of: organization.id, role: .owner, at: now, in: db)
        try AuditRepository().insert(
            "organization.create", AuditEntry.Subject("organization", organization.id.rawValue), of: organization.id,
            by: .user(user.id), from: origin,
            details: ["owner": .string(user.email), "email_confirmed": .bool(self.emailConfirmed)], at: now, in: db)
    }
}
