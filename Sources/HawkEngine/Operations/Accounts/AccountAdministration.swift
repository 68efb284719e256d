package import HawkCore
package import HawkStore

/// Manages accounts for the operator at the command line, where no user is signed in.
package struct AccountAdministration: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let passwords: Passwords

    package init(database: any Database, clock: any WallClock, passwords: Passwords) {
        self.database = database
        self.clock = clock
        self.passwords = passwords
    }

    /// Creates an account. It joins the named organization if that exists, otherwise it owns a new one.
    ///
    /// - Parameters:
    ///   - name: If nil, the part of the address before the @.
    ///   - organization: If nil, the oldest, or a first one.
    ///   - role: The role in an organization that exists.
    package func createUser(
        email: String, password: Secret, name: String? = nil, organization: String? = nil, role: Role = .owner
    ) async throws {
        let (email, name, organization) = try self.validated(email, password, name, organization)
        let newcomer = NewAccount(
            email: email, emailConfirmed: true, name: name, passwordHash: try await self.passwords.hash(password))
        let now = self.clock.now
        try await self.database.write { db in
            let organizations = OrganizationRepository()
            let existing =
                try organization.map { try organizations.find(name: $0, in: db) } ?? organizations.first(in: db)
            guard let user = try newcomer.insert(at: now, in: db) else {
                throw OperationError(.conflict, "an account with the address \(email) already exists")
            }
            guard let existing else {
                return try newcomer.found(organization: organization ?? "\(name)'s organization", as: user, at: now, in: db)
            }
            try MembershipRepository().insert(user.id, of: existing.id, role: role, at: now, in: db)
            try AuditRepository().insert(
                "member.add", AuditEntry.Subject("user", user.id.rawValue), of: existing.id, by: nil,
                details: ["email": .string(email), "role": .string(role.rawValue)], at: now, in: db)
        }
    }

    /// Sets a new password, ends all sessions and, on request, revokes the tokens that the person made.
    package func resetPassword(email: String, password: Secret, revokesTokens: Bool = false) async throws {
        var checks = FieldRules()
        checks.newPassword(password, of: email)
        try checks.finish()
        let hash = try await self.passwords.hash(password)
        let now = self.clock.now
        try await self.database.write { db in
            let users = UserRepository()
            guard let user = try users.find(email: email, in: db) else {
                throw OperationError(.notFound, "no account has the address \(email)")
            }
            try users.setPasswordHash(hash, of: user.id, in: db)
            try SessionRepository().deleteAll(of: user.id, in: db)
            for membership in try MembershipRepository().list(of: user.id, in: db) {
                let organization = membership.organization.id
                let revoked =
                    revokesTokens ? try TokenRepository().revokeAll(by: user.id, of: organization, at: now, in: db) : 0
                try AuditRepository().insert(
                    "user.reset_password", AuditEntry.Subject("user", user.id.rawValue), of: organization, by: nil,
                    details: ["revoked_tokens": .int(Int64(revoked))], at: now, in: db)
            }
        }
    }

    /// Creates the first owner if no account exists.
    /// - Returns: Whether it created one.
    package func createFirstOwner(email: String, password: Secret) async throws -> Bool {
        guard try await self.database.read({ db in try UserRepository().isEmpty(in: db) }) else { return false }
        try await self.createUser(email: email, password: password)
        return true
    }

    private func validated(
        _ email: String, _ password: Secret, _ name: String?, _ organization: String?
    ) throws(OperationError) -> (email: String, name: String, organization: String?) {
        var checks = FieldRules()
        let email = checks.email(email)
        let name = checks.line(name ?? String(email.prefix { $0 != "@" }), "name", upTo: 100)
        let organization = organization.map { checks.line($0, "organization", upTo: 100) }
        checks.newPassword(password, of: email)
        try checks.finish()
        return (email, name, organization)
    }
}
