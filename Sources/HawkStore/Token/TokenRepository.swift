package import HawkCore

/// What a program signs in with.
package struct StoredToken: Sendable, Equatable {
    package let id: ID<APIToken>
    package let organization: ID<Organization>
    package let name: String
    package let role: Role
    /// The start of the secret, so that a person can tell which it is.
    package let prefix: String
    package let createdBy: ID<User>?
    package let createdAt: Instant
    package let lastUsedAt: Instant?
    package let expiresAt: Instant?
}

/// The table `tokens`. Those that were revoked stay, as the audit log speaks of them.
package struct TokenRepository: Sendable {
    package init() {}

    private static let columns: SQL =
        "id, organization_id, name, role, prefix, created_by, created_at, last_used_at, expires_at"

    private func decode(_ row: inout Row) throws -> StoredToken {
        StoredToken(
            id: try row.next(), organization: try row.next(), name: try row.next(), role: try row.next(),
            prefix: try row.next(), createdBy: try row.next(), createdAt: try row.next(), lastUsedAt: try row.next(),
            expiresAt: try row.next())
    }

    /// One that is in force.
    package func find(hash: [UInt8], at now: Instant, in db: any Connection) throws -> StoredToken? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM tokens
            WHERE token_hash = \(hash) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now))
            """, self.decode)
    }

    /// Those not revoked, expired ones too, in the order of their ids.
    package func list(
        of organization: ID<Organization>, after: ID<APIToken>?, limit: Int, in db: any Connection
    ) throws -> [StoredToken] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM tokens
            WHERE organization_id = \(organization) AND id > \(after?.rawValue ?? 0) AND revoked_at IS NULL
            ORDER BY id
            LIMIT \(limit)
            """, self.decode)
    }

    package func insert(
        hash: [UInt8], prefix: String, of organization: ID<Organization>, name: String, role: Role, by user: ID<User>?,
        at now: Instant, expiresAt: Instant?, in db: any Connection
    ) throws -> StoredToken {
        let rows = try db.rows(
            """
            INSERT INTO tokens (organization_id, name, role, token_hash, prefix, created_by, created_at, expires_at)
            VALUES (\(organization), \(name), \(role), \(hash), \(prefix), \(user), \(now), \(expiresAt))
            RETURNING \(Self.columns)
            """, self.decode)
        guard let token = rows.first else { throw StoreError.corrupt(detail: "INSERT returned no row") }
        return token
    }

    package func touch(_ id: ID<APIToken>, at now: Instant, in db: any Connection) throws {
        try db.execute("UPDATE tokens SET last_used_at = \(now) WHERE id = \(id)")
    }

    /// One that is not revoked.
    package func find(_ id: ID<APIToken>, of organization: ID<Organization>, in db: any Connection) throws -> StoredToken? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM tokens
            WHERE id = \(id) AND organization_id = \(organization) AND revoked_at IS NULL
            """, self.decode)
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
