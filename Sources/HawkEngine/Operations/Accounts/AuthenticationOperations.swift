package import HawkCore
import HawkStore
import Logging

/// Identifies callers. Not audited: it changes only the time of last use.
package struct AuthenticationOperations: Sendable {
    /// A session expires if it is not used for this long.
    package static let idleSessionLifetime = Duration.days(30)
    /// A session expires after this long, even if it is used.
    package static let maxSessionLifetime = Duration.days(90)
    /// The longest delay of "last used", so that not every use writes.
    private static let touchInterval = Duration.minutes(10)

    private let engine: Engine

    package init(_ engine: Engine) { self.engine = engine }

    /// Returns the owner of a session cookie. Nil if the session is unknown or expired.
    ///
    /// - Parameter wanted: The organization that the request names. If nil, the first.
    /// - Throws: `OperationError.notFound` if the person is not a member of that organization.
    package func identify(session cookie: Secret, in wanted: ID<Organization>?) async throws -> Identity? {
        let (now, hash) = (self.engine.clock.now, Credential(presented: cookie.revealed).hash)
        let found = try await self.engine.database.read { db in
            try SessionRepository().find(hash: hash, at: now, in: db).map { session in
                (session, try MembershipRepository().list(of: session.user, in: db))
            }
        }
        guard let (session, memberships) = found, now < session.createdAt + Self.maxSessionLifetime else { return nil }
        if now - session.lastUsedAt >= Self.touchInterval {
            let end = min(now + Self.idleSessionLifetime, session.createdAt + Self.maxSessionLifetime)
            await self.record { db in try SessionRepository().extend(session.id, at: now, expiresAt: end, in: db) }
        }
        let chosen = memberships.first { wanted == nil || $0.organization.id == wanted }
        guard chosen != nil || wanted == nil else { throw OperationError.notFound }
        return Identity(
            person: Identity.Person(user: session.user, session: session.id),
            principal: chosen.map {
                Principal(caller: .user(session.user, session: session.id), organization: $0.organization.id, role: $0.role)
            })
    }

    /// Returns the identity of a token. Nil if it is unknown, revoked or expired.
    ///
    /// - Throws: `OperationError.notFound` if it belongs to another organization than the request names.
    package func identify(token: Secret, in wanted: ID<Organization>?) async throws -> Identity? {
        let (now, hash) = (self.engine.clock.now, Credential(presented: token.revealed).hash)
        guard
            let stored = try await self.engine.database.read({ db in
                try TokenRepository().find(hash: hash, at: now, in: db)
            })
        else { return nil }
        guard wanted == nil || wanted == stored.organization else { throw OperationError.notFound }
        if stored.lastUsedAt.map({ now - $0 >= Self.touchInterval }) ?? true {
            await self.record { db in try TokenRepository().touch(stored.id, at: now, in: db) }
        }
        return Identity(
            person: nil,
            principal: Principal(stored))
    }

    /// Returns the principals that are still valid: signed in, not expired or revoked, members with the same role.
    package func current(among principals: Set<Principal>) async throws -> Set<Principal> {
        let now = self.engine.clock.now
        var (sessions, tokens): (Set<ID<Session>>, Set<ID<APIToken>>) = ([], [])
        for principal in principals {
            switch principal.caller {
            case .user(_, let session): sessions.insert(session)
            case .token(let id, _): tokens.insert(id)
            }
        }
        let (grants, found) = try await self.engine.database.read { [sessions, tokens] db in
            (
                try SessionRepository().grants(of: sessions, at: now, in: db),
                try TokenRepository().find(tokens, at: now, in: db)
            )
        }
        let people = grants.filter { now < $0.createdAt + Self.maxSessionLifetime }.map { Principal($0) }
        return principals.intersection(people + found.map { Principal($0) })
    }

    /// Stores a time of last use. A failure is only logged, so that requests work while nothing can be written.
    private func record(_ use: @escaping @Sendable (any Connection) throws -> Void) async {
        do {
            try await self.engine.database.write(use)
            self.engine.troubles.end(.touching)
        } catch {
            self.engine.troubles.record(.touching, error)
        }
    }
}

extension Principal {
    fileprivate init(_ token: APIToken) {
        self.init(caller: .token(token.id, maker: token.createdBy), organization: token.organization, role: token.role)
    }

    fileprivate init(_ grant: SessionGrant) {
        self.init(caller: .user(grant.user, session: grant.session), organization: grant.organization, role: grant.role)
    }
}
