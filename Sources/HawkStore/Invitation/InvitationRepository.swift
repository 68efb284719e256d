package import HawkCore

/// The table `invitations`. An invitation is open until it is accepted, revoked or expired.
package struct InvitationRepository: Sendable {
    package init() {}

    private static let columns: SQL = "id, organization_id, email, role, created_by, created_at, expires_at"

    private func decode(_ row: inout Row) throws -> Invitation {
        Invitation(
            id: try row.next(), organization: try row.next(), email: try row.next(), role: try row.next(),
            createdBy: try row.next(), createdAt: try row.next(), expiresAt: try row.next())
    }

    /// Returns an open invitation.
    package func find(hash: [UInt8], at now: Instant, in db: any Connection) throws -> Invitation? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM invitations
            WHERE token_hash = \(hash) AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
            """, self.decode)
    }

    /// Returns the open invitations, ordered by id.
    package func list(
        of organization: ID<Organization>, after: ID<Invitation>?, limit: Int, at now: Instant, in db: any Connection
    ) throws -> [Invitation] {
        try db.rows(
            """
            SELECT \(Self.columns)
            FROM invitations
            WHERE organization_id = \(organization) AND id > \(after?.rawValue ?? 0)
              AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
            ORDER BY id
            LIMIT \(limit)
            """, self.decode)
    }

    package func insert(
        hash: [UInt8], of organization: ID<Organization>, email: String, role: Role, by user: ID<User>, at now: Instant,
        expiresAt: Instant, in db: any Connection
    ) throws -> Invitation {
        let rows = try db.rows(
            """
            INSERT INTO invitations (organization_id, email, role, token_hash, created_by, created_at, expires_at)
            VALUES (\(organization), \(email), \(role), \(hash), \(user), \(now), \(expiresAt))
            RETURNING \(Self.columns)
            """, self.decode)
        guard let invitation = rows.first else { throw StoreError.corrupt(detail: "INSERT returned no row") }
        return invitation
    }

    /// - Throws: `StoreError.conflict` if it was no longer open.
    package func accept(_ id: ID<Invitation>, at now: Instant, in db: any Connection) throws {
        try db.execute(
            "UPDATE invitations SET accepted_at = \(now) WHERE id = \(id) AND accepted_at IS NULL AND revoked_at IS NULL",
            changing: .exactlyOne)
    }

    /// Returns an open invitation.
    package func find(
        _ id: ID<Invitation>, of organization: ID<Organization>, at now: Instant, in db: any Connection
    ) throws -> Invitation? {
        try db.first(
            """
            SELECT \(Self.columns)
            FROM invitations
            WHERE id = \(id) AND organization_id = \(organization)
              AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
            """, self.decode)
    }

    /// Revokes the open invitations with these roles that a person created.
    /// - Returns: how many were revoked.
    package func revokeAll(
        by user: ID<User>, of organization: ID<Organization>, to roles: [Role], at now: Instant, in db: any Connection
    ) throws -> Int {
        guard !roles.isEmpty else { return 0 }
        return try db.execute(
            """
            UPDATE invitations
            SET revoked_at = \(now)
            WHERE created_by = \(user) AND organization_id = \(organization) AND role \(in: roles)
              AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
            """)
    }

    package func revoke(_ id: ID<Invitation>, at now: Instant, in db: any Connection) throws {
        try db.execute(
            "UPDATE invitations SET revoked_at = \(now) WHERE id = \(id) AND accepted_at IS NULL AND revoked_at IS NULL",
            changing: .exactlyOne)
    }
}
