package import HawkCore

/// The table `sessions`. Ending a session deletes its row. The janitor removes expired ones.
package struct SessionRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, user_id, created_at, last_used_at, expires_at, user_agent, address"

    private func decode(_ row: inout Row) throws -> Session {
        Session(
            id: try row.next(), user: try row.next(), createdAt: try row.next(), lastUsedAt: try row.next(),
            expiresAt: try row.next(), userAgent: try row.next(), address: try row.next())
    }

    package func find(hash: [UInt8], at now: Instant, in db: any Connection) throws -> Session? {
        try db.first(
            "SELECT \(Self.columns) FROM sessions WHERE token_hash = \(hash) AND expires_at > \(now)", self.decode)
    }

    /// Returns the rights of the valid ones of these sessions, one for each membership.
    package func grants(
        of ids: some Sequence<ID<Session>>, at now: Instant, in db: any Connection
    ) throws -> [SessionGrant] {
        try db.rows(
            """
            SELECT s.id, s.user_id, s.created_at, m.organization_id, m.role
            FROM sessions s JOIN memberships m ON m.user_id = s.user_id
            WHERE s.id \(in: ids) AND s.expires_at > \(now)
            """
        ) { row in
            SessionGrant(
                session: try row.next(), user: try row.next(), createdAt: try row.next(), organization: try row.next(),
                role: try row.next())
        }
    }

    /// Returns sessions, newest first.
    package func list(
        of user: ID<User>, before: ID<Session>?, limit: Int, at now: Instant, in db: any Connection
    ) throws -> [Session] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM sessions
            WHERE user_id = \(user) AND id < \(before?.rawValue ?? .max) AND expires_at > \(now)
            ORDER BY id DESC
            LIMIT \(limit)
            """, self.decode)
    }

    @discardableResult
    package func insert(
        hash: [UInt8], of user: ID<User>, at now: Instant, expiresAt: Instant, userAgent: String, address: String,
        in db: any Connection
    ) throws -> ID<Session> {
        let ids: [ID<Session>] = try db.rows(
            """
            INSERT INTO sessions (user_id, token_hash, created_at, last_used_at, expires_at, user_agent, address)
            VALUES (\(user), \(hash), \(now), \(now), \(expiresAt), \(userAgent), \(address))
            RETURNING id
            """
        ) { try $0.next() }
        guard let id = ids.first else { throw StoreError.corrupt(detail: "INSERT returned no row") }
        return id
    }

    /// Extends a session that is in use.
    package func extend(_ id: ID<Session>, at now: Instant, expiresAt: Instant, in db: any Connection) throws {
        try db.execute("UPDATE sessions SET last_used_at = \(now), expires_at = \(expiresAt) WHERE id = \(id)")
    }

    /// - Throws: `StoreError.conflict` if the user has no such session.
    package func delete(_ id: ID<Session>, of user: ID<User>, in db: any Connection) throws {
        try db.execute("DELETE FROM sessions WHERE id = \(id) AND user_id = \(user)", changing: .exactlyOne)
    }

    /// Ends a user's sessions, except one.
    /// - Returns: how many were ended.
    @discardableResult
    package func deleteAll(of user: ID<User>, except spared: ID<Session>? = nil, in db: any Connection) throws -> Int {
        try db.execute("DELETE FROM sessions WHERE user_id = \(user) AND id <> \(spared?.rawValue ?? 0)")
    }
}
