package import HawkCore
import HawkStore

/// A person's own account as they see it.
package struct Profile: Sendable {
    package let user: User
    /// In order of joining.
    package let memberships: [Membership]
}

/// A change to a person's account. Nil leaves a value as it is.
package struct ProfileChange: Sendable {
    package var name: String?
    package var password: Secret?
    /// Proves that the account's owner makes the request; required for a new password.
    package var currentPassword: Secret?
    /// Whether a new password also revokes the tokens that the person made.
    package var revokesTokens: Bool

    package init(
        name: String? = nil, password: Secret? = nil, currentPassword: Secret? = nil, revokesTokens: Bool = false
    ) {
        self.name = name
        self.password = password
        self.currentPassword = currentPassword
        self.revokesTokens = revokesTokens
    }
}

/// Manages a person's own account.
package struct ProfileOperations: Sendable {
    private let engine: Engine
    private let passwords: Passwords
    private let limits: SignInLimits

    package init(_ engine: Engine, passwords: Passwords, limits: SignInLimits) {
        self.engine = engine
        self.passwords = passwords
        self.limits = limits
    }

    package func profile(of person: Identity.Person) async throws -> Profile {
        try await self.engine.database.read { db in
            guard let user = try UserRepository().find(person.user, in: db) else { throw OperationError.unauthenticated }
            return Profile(user: user, memberships: try MembershipRepository().list(of: user.id, in: db))
        }
    }

    /// Changes the account. A new password ends the person's other sessions and, on request, revokes their tokens.
    ///
    /// - Parameter principal: The organization whose audit log records the change. Nil if the person belongs to none.
    package func change(_ change: ProfileChange, of person: Identity.Person, as principal: Principal?) async throws -> Profile {
        let user = try await self.profile(of: person).user
        let name = try change.validatedName(email: user.email)
        let hash: String? =
            if let password = change.password {
                try await self.newHash(password, current: change.currentPassword, of: person)
            } else { nil }
        try await self.engine.database.write { db in
            let users = UserRepository()
            if let name { try users.rename(person.user, to: name, in: db) }
            if let hash {
                try users.setPasswordHash(hash, of: person.user, in: db)
                try SessionRepository().deleteAll(of: person.user, except: person.session, in: db)
                if change.revokesTokens {
                    try TokenOperations(self.engine).revokeAll(of: person, from: principal?.origin, in: db)
                }
            }
            guard let principal, name != nil || hash != nil else { return }
            try self.engine.audit(
                "user.update", AuditEntry.Subject("user", person.user.rawValue), by: principal,
                changes: change.audited(name: name, of: user), in: db)
        }
        return try await self.profile(of: person)
    }

    private func newHash(_ password: Secret, current: Secret?, of person: Identity.Person) async throws -> String {
        guard let current else { throw OperationError.invalid("current_password", "is required to change the password") }
        try self.limits.consume(person: person.user)
        let stored = try await self.engine.database.read { db in try UserRepository().passwordHash(of: person.user, in: db) }
        guard try await self.passwords.verify(current, against: stored) else {
            throw OperationError.invalid("current_password", "is wrong")
        }
        return try await self.passwords.hash(password)
    }
}

extension ProfileChange {
    fileprivate func audited(name: String?, of user: User) -> JSONValue {
        var renamed = user
        renamed.name = name ?? user.name
        var changes = AuditChanges.between(user, renamed)
        if self.password != nil { changes["password"] = "changed" }
        return changes
    }

    fileprivate func validatedName(email: String) throws(OperationError) -> String? {
        var checks = FieldRules()
        let name = self.name.map { checks.line($0, "name", upTo: 100) }
        if let password = self.password { checks.newPassword(password, of: email) }
        checks.require(
            !self.revokesTokens || self.password != nil, "revoke_tokens",
            "requires a new password; use DELETE /auth/tokens to only revoke tokens")
        try checks.finish()
        return name
    }
}
