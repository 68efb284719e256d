package import HawkCore
import HawkStore

/// Resets a forgotten password by a link mailed to the address of the account.
package struct PasswordResets: MailedLinkOperations {
    private let engine: Engine
    private let passwords: Passwords
    private let links: MailedLinks

    package init(_ engine: Engine, passwords: Passwords) {
        self.engine = engine
        self.passwords = passwords
        self.links = MailedLinks(engine, .passwordReset, field: "reset")
    }

    package var kind: MailedLink.Kind { self.links.kind }

    /// - Throws: `OperationError` with `conflict` if the installation has no mail server, and `rateLimited` if it has sent too
    ///   many mails.
    package func request(for email: String) async throws {
        try await self.links.request(for: email) { _ in try self.requireMailServer() }
    }

    package func email(of token: Secret) async throws -> String {
        try self.requireMailServer()
        return try await self.engine.database.read { db in try self.require(token, in: db).user.email }
    }

    /// Sets the password, consumes the link and ends all sessions of the account. API tokens stay valid.
    ///
    /// - Throws: `OperationError` if the link is invalid, or the password is not acceptable; then the link stays usable.
    package func reset(_ token: Secret, to password: Secret, from origin: RequestOrigin) async throws {
        try self.requireMailServer()
        // Hashing is expensive, so the link is verified first.
        let email = try await self.engine.database.read { db in try self.require(token, in: db).user.email }
        var checks = FieldRules()
        checks.newPassword(password, of: email)
        try checks.finish()
        let hash = try await self.passwords.hash(password)
        try await self.engine.database.write { db in
            let (link, user) = try self.require(token, in: db)
            try self.links.use(link, token, in: db)
            try UserRepository().setPasswordHash(hash, of: user.id, in: db)
            // Use of the link proves that its reader receives mail at the address.
            try UserRepository().confirmEmail(of: user.id, at: try db.now(), in: db)
            let ended = try SessionRepository().deleteAll(of: user.id, in: db)
            try self.engine.audit(
                "user.reset_password", .init("user", user.id.rawValue), of: user.id, by: .user(user.id), from: origin,
                details: ["by": "mail", "ended_sessions": .int(Int64(ended))], in: db)
        }
    }

    private func require(_ token: Secret, in db: any Connection) throws -> (link: MailedLink, user: User) {
        let link = try self.links.require(token, in: db)
        guard let user = try UserRepository().find(email: link.address, in: db) else { throw self.links.unusable }
        return (link, user)
    }

    private func requireMailServer() throws(OperationError) {
        guard self.engine.installation.emailConfigured else {
            throw OperationError(
                .conflict,
                "this installation has no mail server: its operator can set a password with `statushawk admin reset-password`")
        }
    }
}
