package import HawkCore
import HawkStore

/// The input for a new token.
package struct TokenDraft: Sendable {
    package var name: String
    package var role: Role
    /// Nil if it never expires.
    package var expiresAt: Instant?

    package init(name: String, role: Role, expiresAt: Instant? = nil) {
        self.name = name
        self.role = role
        self.expiresAt = expiresAt
    }
}

/// Manages the tokens that programs authenticate with.
package struct TokenOperations: Sendable {
    /// Identifies a leaked token as one of ours.
    private static let prefix = "shk_"

    private let engine: Engine
    private let tokens = TokenRepository()

    package init(_ engine: Engine) { self.engine = engine }

    package func list(after: ID<APIToken>?, limit: Int, as principal: Principal) async throws -> [APIToken] {
        try principal.require(.admin)
        return try await self.engine.database.read { [tokens] db in
            try tokens.list(of: principal.organization, after: after, limit: limit, in: db)
        }
    }

    /// - Returns: The token and its secret, which is not shown again.
    package func create(_ draft: TokenDraft, as principal: Principal) async throws -> (token: APIToken, secret: Secret) {
        try principal.require(.admin)
        guard draft.role <= principal.role else {
            throw OperationError(.forbidden, "a token's role cannot be above your own")
        }
        let now = self.engine.clock.now
        var checks = FieldRules()
        let name = checks.line(draft.name, "name", upTo: 100)
        checks.require(draft.expiresAt.map { $0 > now } ?? true, "expires_at", "must be in the future")
        try checks.finish()
        let credential = Credential(prefix: Self.prefix)
        let token = try await self.engine.database.write { [tokens] db in
            try principal.requireStill(max(.admin, draft.role), in: db)
            try self.engine.requireRoom(for: .tokens, of: principal.organization, in: db)
            let token = try tokens.insert(
                hash: credential.hash, prefix: String(credential.secret.revealed.prefix(8)), of: principal.organization,
                name: name, role: draft.role, by: principal.maker, at: now, expiresAt: draft.expiresAt, in: db)
            try self.engine.audit(
                "token.create", AuditEntry.Subject("token", token.id.rawValue), by: principal,
                details: ["name": .string(name), "role": .string(draft.role.rawValue)], in: db)
            return token
        }
        return (token, credential.secret)
    }

    /// Revokes all tokens that a person made, in all organizations.
    package func revokeAll(of person: Identity.Person, from origin: RequestOrigin) async throws {
        try await self.engine.database.write { db in try self.revokeAll(of: person, from: origin, in: db) }
    }

    func revokeAll(of person: Identity.Person, from origin: RequestOrigin?, in db: any Connection) throws {
        let now = self.engine.clock.now
        for membership in try MembershipRepository().list(of: person.user, in: db) {
            let organization = membership.organization.id
            let revoked = try self.tokens.revokeAll(by: person.user, of: organization, at: now, in: db)
            guard revoked > 0 else { continue }
            try AuditRepository().insert(
                "token.revoke", AuditEntry.Subject("user", person.user.rawValue), of: organization, by: .user(person.user),
                from: origin, details: ["tokens": .int(Int64(revoked))], at: now, in: db)
        }
    }

    package func revoke(_ id: ID<APIToken>, as principal: Principal) async throws {
        try principal.require(.admin)
        let now = self.engine.clock.now
        try await self.engine.database.write { [tokens] db in
            guard let token = try tokens.find(id, of: principal.organization, in: db) else { throw OperationError.notFound }
            guard token.role <= principal.role else { throw OperationError.forbidden(needs: token.role) }
            try tokens.revoke(id, of: principal.organization, at: now, in: db)
            try self.engine.audit(
                "token.revoke", AuditEntry.Subject("token", id.rawValue), by: principal, details: ["name": .string(token.name)],
                in: db)
        }
    }
}
