package import HawkCore

/// The table `tokens`. Revoked tokens stay, because the audit log refers to them. A token is valid while its creator is a member.
package struct TokenRepository: Sendable {
    package init() {}

    private static let columns: SQL = """
        t.id, t.organization_id, t.name, t.role, m.role, t.prefix, t.created_by, t.created_at, t.last_used_at, t.expires_at
        """
    /// Tokens with their creators.
    private static let tokens: SQL = """
        tokens t JOIN memberships m ON m.organization_id = t.organization_id AND m.user_id = t.created_by
        """

    private func decode(_ row: inout Row) throws -> APIToken {
        APIToken(
            id: try row.next(), organization: try row.next(), name: try row.next(),
            role: try row.next(), makerRole: try row.next(), prefix: try row.next(), createdBy: try row.next(),
            createdAt: try row.next(), lastUsedAt: try row.next(), expiresAt: try row.next())
    }

    /// Returns a valid token.
    package func find(hash: [UInt8], at now: Instant, in db: any Connection) throws -> APIToken? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM \(Self.tokens)
            WHERE t.token_hash = \(hash) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > \(now))
            """, self.decode)
    }

    /// Returns the valid ones of these tokens.
    package func find(_ ids: some Sequence<ID<APIToken>>, at now: Instant, in db: any Connection) throws -> [APIToken] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM \(Self.tokens)
            WHERE t.id \(in: ids) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > \(now))
            """, self.decode)
    }

    /// Returns tokens that are not revoked, including expired ones, ordered by id.
    package func list(
        of organization: ID<Organization>, after: ID<APIToken>?, limit: Int, in db: any Connection
    ) throws -> [APIToken] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM \(Self.tokens)
            WHERE t.organization_id = \(organization) AND t.id > \(after?.rawValue ?? 0) AND t.revoked_at IS NULL
            ORDER BY t.id
            LIMIT \(limit)
            """, self.decode)
    }

    package func insert(
        hash: [UInt8], prefix: String, of organization: ID<Organization>, name: String, role: Role, by user: ID<User>,
        at now: Instant, expiresAt: Instant?, in db: any Connection
    ) throws -> APIToken {
        let ids: [ID<APIToken>] = try db.rows(
            """
            INSERT INTO tokens (organization_id, name, role, token_hash, prefix, created_by, created_at, expires_at)
            VALUES (\(organization), \(name), \(role), \(hash), \(prefix), \(user), \(now), \(expiresAt))
            RETURNING id
            """
        ) { try $0.next() }
        guard let id = ids.first, let token = try self.find(id, of: organization, in: db) else {
            throw StoreError.corrupt(detail: "INSERT returned no row of a member")
        }
        return token
    }

    package func touch(_ id: ID<APIToken>, at now: Instant, in db: any Connection) throws {
        try db.execute("UPDATE tokens SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// Returns a token that is not revoked.
    package func find(_ id: ID<APIToken>, of organization: ID<Organization>, in db: any Connection) throws -> APIToken? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM \(Self.tokens)
            WHERE t.id = \(id) AND t.organization_id = \(organization) AND t.revoked_at IS NULL
            """, self.decode)
    }

    /// Revokes all tokens that a person created.
    /// - Returns: how many were revoked.
    package func revokeAll(
        by user: ID<User>, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws -> Int {
        try db.execute(
            """
            UPDATE tokens
            SET revoked_at = \(now)
            WHERE created_by = \(user) AND organization_id = \(organization) AND revoked_at IS NULL
            """)
    }

    package func revoke(
        _ id: ID<APIToken>, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            UPDATE tokens
            SET revoked_at = \(now)
            WHERE id = \(id) AND organization_id = \(organization) AND revoked_at IS NULL
            """,
            changing: .exactlyOne)
    }
}
