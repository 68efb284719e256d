package import HawkCore
import HawkStore

/// A new password for a person who has forgotten the old one, by a link that is mailed to the address of the account.
package struct PasswordResets: Sendable {
    private let engine: Engine
    private let passwords: Passwords
    private let links = MailedLinkRepository()

    package init(_ engine: Engine, passwords: Passwords) {
        self.engine = engine
        self.passwords = passwords
    }

    /// Has a mail with a link sent to the address, if it has an account. The answer is the same where it has none, and where its limits
    /// are reached.
    ///
    /// The caller has asked `SignInLimits` about the network.
    /// - Throws: `OperationError` with `conflict` where the installation has no mail server, and `rateLimited` where it has sent too
    ///   many mails.
    package func request(for email: String) async throws {
        try await LinkRequests(self.engine).request(.passwordReset, for: email) { _ in try self.requireMailServer() }
    }

    /// The address of the account that a link is for. The link can still be used.
    package func email(of token: Secret) async throws -> String {
        try self.requireMailServer()
        return try await self.engine.database.read { db in
            try self.require(Credential(presented: token.revealed), in: db).user.email
        }
    }

    /// Sets the password, uses the link up and ends all sessions of the account. API tokens stay.
    ///
    /// - Throws: `OperationError` where the link cannot be used, or the password is not acceptable; then the link still works.
    package func reset(_ token: Secret, to password: Secret, from origin: RequestOrigin) async throws {
        try self.requireMailServer()
        let credential = Credential(presented: token.revealed)
        // Hashing is expensive: only a person with a link that works has it done.
        let email = try await self.engine.database.read { db in try self.require(credential, in: db).user.email }
        var checks = FieldChecks()
        checks.newPassword(password, of: email)
        try checks.finish()
        let hash = try await self.passwords.hash(password)
        try await self.engine.database.write { db in
            let (link, user) = try self.require(credential, in: db)
            guard try self.links.use(link, hash: credential.hash, in: db) else { throw Self.unusable }
            try UserRepository().setPasswordHash(hash, of: user.id, in: db)
            // Its reader has shown that mail to the address reaches them.
            try UserRepository().confirmEmail(of: user.id, at: try db.now(), in: db)
            let ended = try SessionRepository().deleteAll(of: user.id, in: db)
            try self.engine.audit(
                "user.reset_password", .init("user", user.id.rawValue), of: user.id, by: .user(user.id), from: origin,
                details: ["by": "mail", "ended_sessions": .int(Int64(ended))], in: db)
        }
    }

    private static let unusable = OperationError.invalid(
        "reset", "is unknown, used, replaced by a later one, or expired: request a new link")

    private func require(_ credential: Credential, in db: any Connection) throws -> (link: MailedLink, user: User) {
        guard let link = try self.links.find(.passwordReset, hash: credential.hash, in: db),
            let user = try UserRepository().find(email: link.address, in: db)
        else { throw Self.unusable }
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
