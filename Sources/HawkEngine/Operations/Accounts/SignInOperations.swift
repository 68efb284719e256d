package import HawkCore
package import HawkStore

/// Signing in and out, and the sessions that this makes.
package struct SignInOperations: Sendable {
    private let engine: Engine
    private let passwords: Passwords
    private let limits: SignInLimits
    private let sessions = SessionRepository()

    package init(_ engine: Engine, passwords: Passwords, limits: SignInLimits) {
        self.engine = engine
        self.passwords = passwords
        self.limits = limits
    }

    /// Any mismatch gives the same answer after the same work, whether the address has an account or not.
    package func signIn(email: String, password: Secret, from visitor: Visitor) async throws -> SignedIn {
        try self.limits.take(network: visitor.network)
        try self.limits.take(account: String(email.prefix(254)))
        let found = try await self.engine.database.read { db in
            try UserRepository().find(email: email, in: db).map { user in
                (user, try UserRepository().passwordHash(of: user.id, in: db))
            }
        }
        let matches = try await self.passwords.verify(password, against: found?.1)
        guard matches, let (user, hash) = found, let hash else {
            throw OperationError(.unauthenticated, "the e-mail address or the password is wrong")
        }
        let renewed = self.passwords.isOutdated(hash) ? try await self.passwords.hash(password) : nil
        let now = self.engine.clock.now
        let signedIn = try await self.engine.database.write { db in
            if let renewed { try UserRepository().setPasswordHash(renewed, of: user.id, in: db) }
            return try SignedIn.start(user, from: visitor, at: now, in: db)
        }
        self.limits.succeeded(account: email, network: visitor.network)
        return signedIn
    }

    /// Ends the person's own session.
    package func signOut(_ person: Identity.Person) async throws {
        try await self.engine.database.write { [sessions] db in
            try sessions.delete(person.session, of: person.user, in: db)
        }
    }

    /// The person's sessions, the newest first.
    package func list(before: ID<Session>?, limit: Int, as person: Identity.Person) async throws -> [StoredSession] {
        let now = self.engine.clock.now
        return try await self.engine.database.read { [sessions] db in
            try sessions.list(of: person.user, before: before, limit: limit, at: now, in: db)
        }
    }

    /// Ends all of the person's sessions but the one that asks.
    package func revokeOthers(as person: Identity.Person) async throws {
        try await self.engine.database.write { [sessions] db in
            try sessions.deleteAll(of: person.user, except: person.session, in: db)
        }
    }

    /// Ends any of the person's sessions.
    package func revoke(_ id: ID<Session>, as person: Identity.Person) async throws {
        do {
            try await self.engine.database.write { [sessions] db in try sessions.delete(id, of: person.user, in: db) }
        } catch StoreError.conflict {
            throw OperationError.notFound
        }
    }
}
