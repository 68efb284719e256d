package import HawkCore
import HawkStore
import Logging

/// Signs users in and out, and manages their sessions.
package struct SignInOperations: Sendable {
    private let engine: Engine
    private let passwords: Passwords
    private let limits: SignInLimits
    private let devices: KnownDevices
    private let sessions = SessionRepository()

    package init(_ engine: Engine, passwords: Passwords, limits: SignInLimits) {
        self.engine = engine
        self.passwords = passwords
        self.limits = limits
        self.devices = KnownDevices(engine.secrets)
    }

    /// Signs a user in. Any mismatch gives the same response after the same work, whether or not the address has an account.
    ///
    /// The caller has already checked `SignInLimits` for the network.
    package func signIn(email: String, password: Secret, from visitor: Visitor) async throws -> SignedIn {
        guard FieldRules.mayBeEmail(email) else { throw OperationError.invalid("email", "is too long for an e-mail address") }
        guard password.revealed.utf8.count <= Passwords.maxLength else {
            throw OperationError.invalid("password", "must be at most \(Passwords.maxLength) bytes long")
        }
        let attempt = SignInLimits.Attempt(
            account: email, network: visitor.network,
            device: visitor.device.flatMap { self.devices.verify($0, of: email, at: self.engine.clock.now) })
        try self.limits.consume(attempt)
        let found = try await self.engine.database.read { db in
            try UserRepository().find(email: email, in: db).map { user in
                (user, try UserRepository().passwordHash(of: user.id, in: db))
            }
        }
        let matches = try await self.passwords.verify(password, against: found?.1)
        guard matches, let (user, hash) = found, let hash else {
            try await self.recordFailure(at: found?.0, named: email, from: visitor)
            throw OperationError(.unauthenticated, "the e-mail address or the password is wrong")
        }
        let renewed = self.passwords.isOutdated(hash) ? try await self.passwords.hash(password) : nil
        let signedIn = try await self.engine.database.write { db in
            if let renewed { try UserRepository().setPasswordHash(renewed, of: user.id, in: db) }
            try self.engine.audit(
                "user.sign_in", .init("user", user.id.rawValue), of: user.id, by: .user(user.id), from: visitor.origin,
                details: ["known_device": .bool(attempt.device != nil)], in: db)
            return try SignedIn.start(user, from: visitor, engine: self.engine, in: db)
        }
        self.limits.succeeded(attempt)
        return signedIn
    }

    /// Records a failed sign-in: in the log always, in the audit log if the account exists.
    ///
    /// Always writes, so that the response time does not reveal whether the account exists.
    /// - Parameter account: What the user typed as the address. It may be anything, including a password.
    private func recordFailure(at user: User?, named account: String, from visitor: Visitor) async throws {
        self.engine.logger.notice(
            "Sign-in failed", metadata: ["account": "\(LoggedAccount(account))", "client.address": "\(visitor.address)"])
        try await self.engine.database.write { db in
            try InstallationRepository().set("last_failed_sign_in", to: "\(self.engine.clock.now.milliseconds)", in: db)
            guard let user else { return }
            try self.engine.audit(
                "user.sign_in_failed", .init("user", user.id.rawValue), of: user.id, by: nil, from: visitor.origin,
                details: ["email": .string(user.email)], in: db)
        }
    }

    /// Ends the person's current session.
    package func signOut(_ person: Identity.Person, from origin: RequestOrigin) async throws {
        try await self.end(person.session, of: person, "user.sign_out", from: origin)
    }

    private func end(
        _ session: ID<Session>, of person: Identity.Person, _ action: String, from origin: RequestOrigin
    ) async throws {
        try await self.engine.database.write { [sessions] db in
            try sessions.delete(session, of: person.user, in: db)
            try self.engine.audit(
                action, .init("session", session.rawValue), of: person.user, by: .user(person.user), from: origin, in: db)
        }
    }

    /// Returns the person's sessions, newest first.
    package func list(before: ID<Session>?, limit: Int, as person: Identity.Person) async throws -> [Session] {
        let now = self.engine.clock.now
        return try await self.engine.database.read { [sessions] db in
            try sessions.list(of: person.user, before: before, limit: limit, at: now, in: db)
        }
    }

    /// Ends all of the person's sessions except the one that makes the request.
    package func revokeOthers(as person: Identity.Person, from origin: RequestOrigin) async throws {
        try await self.engine.database.write { [sessions] db in
            let ended = try sessions.deleteAll(of: person.user, except: person.session, in: db)
            guard ended > 0 else { return }
            try self.engine.audit(
                "session.revoke", .init("user", person.user.rawValue), of: person.user, by: .user(person.user), from: origin,
                details: ["sessions": .int(Int64(ended))], in: db)
        }
    }

    /// Ends one of the person's sessions.
    package func revoke(_ id: ID<Session>, as person: Identity.Person, from origin: RequestOrigin) async throws {
        do {
            try await self.end(id, of: person, "session.revoke", from: origin)
        } catch StoreError.conflict {
            throw OperationError.notFound
        }
    }
}
